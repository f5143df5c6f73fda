"""Without the root there is no NaN, and these are squared lengths."""


def lengths(x):
    return (x * x).sum(dim=1)
