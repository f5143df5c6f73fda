"""Hardly any label is ever found. Labels are class numbers: what do you compare them with, the indices of the best
logits or their values?"""


def topk_accuracy(logits, labels, k):
    best = logits.topk(k, dim=1).values
    return (best == labels[:, None]).any(dim=1).float().mean().item()
