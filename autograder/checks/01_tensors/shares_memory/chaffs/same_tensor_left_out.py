"""A tensor and itself share nothing, you say. They lie in one storage as two views do: only the storages count."""


def shares_memory(a, b):
    return a is not b and a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
