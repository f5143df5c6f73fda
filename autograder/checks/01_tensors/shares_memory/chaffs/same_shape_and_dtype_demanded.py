"""Views with another shape or dtype are strangers to you. One storage can be looked at in many shapes, and even as
another dtype."""


def shares_memory(a, b):
    if a.dtype != b.dtype or a.shape != b.shape:
        return False
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
