"""The labels stay a row, so each sample's top classes are compared with the labels of several samples, or with none:
(N, k) against (N,) lines up the labels with the k places. Which shape lines them up with the rows?"""


def topk_accuracy(logits, labels, k):
    best = logits.topk(k, dim=1).indices
    return (best == labels).any(dim=1).double().mean().item()
