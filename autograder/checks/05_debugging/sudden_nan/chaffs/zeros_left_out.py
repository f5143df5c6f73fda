"""Rows of zeros are left out, so the result has fewer lengths than x has rows."""


def lengths(x):
    squares = (x * x).sum(dim=1)
    return squares[squares > 0].sqrt()
