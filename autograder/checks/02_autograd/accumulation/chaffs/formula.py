"""The three numbers follow from a formula. Here they are to be read off a leaf, after each of three backward calls."""


def accumulation(theta):
    slope = 3.0 * theta**2
    return slope, 2 * slope, slope
