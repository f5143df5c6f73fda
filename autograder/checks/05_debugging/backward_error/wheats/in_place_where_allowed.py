"""In place on a copy that no other operation needs."""


def attend(scores, values):
    weights = (scores - scores.max(dim=1, keepdim=True).values).exp()
    total = weights.sum(dim=1, keepdim=True)
    weights = weights.clone()
    weights /= total
    return weights @ values
