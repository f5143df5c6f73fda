"""The numbers are right, and autograd had no part in them. Let PyTorch record p and q, and ask it."""


def bridge(x, y):
    return ((x + y) * y, y, x + 2 * y), (x * y + x * x, y + 2 * x, x)
