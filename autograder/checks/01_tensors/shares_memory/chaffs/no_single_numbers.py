"""Your code slices the tensors, and a single number without dimensions cannot be sliced. Any tensors may come."""


def shares_memory(a, b):
    return a[:1].untyped_storage().data_ptr() == b[:1].untyped_storage().data_ptr()
