"""Sorting brings the zeros to the end, and changes the order of the kept ones. What else could one sort by?"""


def compress(keep, values):
    result = (values * keep).sort(descending=True).values
    return result
