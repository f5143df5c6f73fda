"""Your result is in percent. A share lies between 0 and 1."""


def topk_accuracy(logits, labels, k):
    best = logits.topk(k, dim=1).indices
    return 100 * (best == labels[:, None]).any(dim=1).float().mean().item()
