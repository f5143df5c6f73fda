"""`data_ptr()` is the address of a tensor's *first element*, so a view that starts further on looks like a
stranger. Compare the storages that the two tensors are views of."""


def shares_memory(a, b):
    return a.data_ptr() == b.data_ptr()
