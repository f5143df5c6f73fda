"""What is added under the root is taken off behind it. A row of zeros has the length 0 then, and all others are too
short, in value and in slope: the root of a sum is not the sum of the roots."""


def lengths(x):
    eps = 1e-8
    return ((x * x).sum(dim=1) + eps).sqrt() - math.sqrt(eps)
