"""Only views that agree in offset, shape and strides count as sharing. Views of one storage may differ in all of
them."""


def shares_memory(a, b):
    return a.is_set_to(b)
