"""A number is taken off the scores in place and added again. What comes back is rounded, and no longer what the
caller had."""


def attend(scores, values):
    top = scores.detach().max(dim=1, keepdim=True).values
    scores.data.sub_(top)
    weights = scores.exp()
    scores.data.add_(top)
    return (weights / weights.sum(dim=1, keepdim=True)) @ values
