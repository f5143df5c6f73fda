"""`exp` of a large score is infinite, and of a row of very small ones it is 0 everywhere. Which number can be
subtracted from a whole row without changing its softmax?"""


def masked_softmax(scores, lengths):
    counts = torch.arange(scores.size(-1)) < lengths[:, None, None]
    weights = torch.exp(scores.masked_fill(~counts, -torch.inf))
    total = weights.sum(-1, keepdim=True)
    return weights / total.masked_fill(total == 0, 1.0)
