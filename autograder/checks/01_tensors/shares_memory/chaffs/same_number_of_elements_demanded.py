"""A view of a part is a stranger to you. Views of one storage may have different numbers of elements."""


def shares_memory(a, b):
    return a.numel() == b.numel() and a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
