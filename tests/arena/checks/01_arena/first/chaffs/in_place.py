"""You changed the tensor you were given. Who else may be holding it?"""


def first(x):
    return x.mul_(2)
