"""Views with another dtype are strangers to you. One storage can be looked at as numbers of several dtypes; the bytes
are the same."""


def shares_memory(a, b):
    return a.dtype == b.dtype and a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
