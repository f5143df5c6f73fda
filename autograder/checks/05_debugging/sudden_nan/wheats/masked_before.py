"""A safe number before the root, a mask after it."""


def lengths(x):
    squares = (x * x).sum(dim=1)
    zero = (squares == 0).to(x.dtype)
    return (squares + zero).sqrt() - zero
