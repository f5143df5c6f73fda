"""A number is added under the root, small only beside larger ones. It removes the NaN and gives a row of zeros a
length; nothing may be added."""


def lengths(x):
    return ((x * x).sum(dim=1) + 1e-8).sqrt()
