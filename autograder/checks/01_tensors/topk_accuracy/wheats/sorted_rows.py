"""Sorts every row and looks at the first k places, in plain Python."""


def topk_accuracy(logits, labels, k):
    order = logits.argsort(dim=1, descending=True)
    hits = [label in row[:k] for row, label in zip(order.tolist(), labels.tolist())]
    return sum(hits) / len(hits)
