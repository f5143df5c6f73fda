"""Your result is how many rows are right. The share of them is asked for: out of how many?"""


def topk_accuracy(logits, labels, k):
    best = logits.topk(k, dim=1).indices
    return float((best == labels[:, None]).sum())
