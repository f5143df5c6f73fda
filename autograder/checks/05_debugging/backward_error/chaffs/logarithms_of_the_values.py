"""Logarithms of the values are added. Values may be negative or 0, and have none then."""


def attend(scores, values):
    weights = scores.log_softmax(dim=1)
    return (weights[:, :, None] + values.log()).exp().sum(dim=1)
