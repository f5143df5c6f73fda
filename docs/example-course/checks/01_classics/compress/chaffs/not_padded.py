"""The result is shorter than `values`. What belongs behind the kept entries?"""


def compress(keep, values):
    return values[keep]
