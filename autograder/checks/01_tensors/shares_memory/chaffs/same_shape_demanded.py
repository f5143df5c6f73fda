"""Views with another shape are strangers to you. One storage can be looked at in many shapes."""


def shares_memory(a, b):
    if a.shape != b.shape:
        return False
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
