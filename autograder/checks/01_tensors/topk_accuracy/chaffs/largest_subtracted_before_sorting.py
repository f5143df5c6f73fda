"""You subtract the largest logit from its row. Where that is huge, the others are rounded to one and the same number:
compare the logits as they are."""


def topk_accuracy(logits, labels, k):
    best = (logits - logits.amax(dim=1, keepdim=True)).argsort(dim=1, descending=True)[:, :k]
    return (best == labels[:, None]).any(dim=1).double().mean().item()
