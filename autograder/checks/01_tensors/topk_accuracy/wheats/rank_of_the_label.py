"""Counts how many logits of the row beat that of the label."""


def topk_accuracy(logits, labels, k):
    own = logits.gather(1, labels[:, None])
    better = (logits > own).sum(dim=1)
    return int((better < k).sum()) / len(labels)
