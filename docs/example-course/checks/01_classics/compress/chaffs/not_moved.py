"""The dropped entries are zero, but the kept ones are where they were. How many kept entries stand before each?"""


def compress(keep, values):
    return values * keep
