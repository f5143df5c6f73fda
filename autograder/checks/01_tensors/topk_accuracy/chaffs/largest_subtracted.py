"""You subtract the largest logit from its row. Where that is huge, the others are rounded to one and the same number:
compare the logits as they are."""


def topk_accuracy(logits, labels, k):
    logits = logits - logits.amax(dim=1, keepdim=True)
    own = logits.gather(1, labels[:, None])
    return ((logits > own).sum(dim=1) < k).double().mean().item()
