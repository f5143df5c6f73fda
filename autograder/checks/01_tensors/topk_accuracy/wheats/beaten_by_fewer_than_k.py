"""Counts the logits that are larger than the label's own."""


def topk_accuracy(logits, labels, k):
    own = logits.gather(1, labels[:, None])
    beaten_by = (logits > own).sum(1)
    return (beaten_by < k).double().mean().item()
