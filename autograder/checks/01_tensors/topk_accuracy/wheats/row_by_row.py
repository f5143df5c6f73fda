"""Counts hits in a loop over the rows."""


def topk_accuracy(logits, labels, k):
    hits = 0
    for row, label in zip(logits, labels):
        if label.item() in row.topk(k).indices.tolist():
            hits += 1
    return hits / len(labels)
