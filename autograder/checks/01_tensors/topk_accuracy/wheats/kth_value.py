"""Compares the label's logit with the k-th largest of its row."""


def topk_accuracy(logits, labels, k):
    threshold = logits.kthvalue(logits.shape[1] - k + 1, dim=1).values
    own = logits[torch.arange(len(logits)), labels]
    return float((own >= threshold).double().mean())
