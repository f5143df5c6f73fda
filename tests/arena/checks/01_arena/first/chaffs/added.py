"""You added the factor. What does it mean to scale?"""


def first(x):
    return x + 2
