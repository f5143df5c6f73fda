"""The sizes of a parameter are multiplied without a number to start from, so one without dimensions makes your function
fail. It has one element: which number is the product of no sizes at all?"""

from functools import reduce
from operator import mul


def count_parameters(model, trainable_only=False):
    chosen = [p for p in model.parameters() if p.requires_grad or not trainable_only]
    return sum(reduce(mul, p.shape) for p in chosen)
