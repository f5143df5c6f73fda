"""The offset of a view counts elements, and an element need not take 4 bytes: where a storage is looked at as bytes,
your arithmetic ends up elsewhere."""


def shares_memory(a, b):
    return a.data_ptr() - 4 * a.storage_offset() == b.data_ptr() - 4 * b.storage_offset()
