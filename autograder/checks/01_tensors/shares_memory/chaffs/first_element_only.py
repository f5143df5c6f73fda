"""A view that starts further on is a stranger to you. `data_ptr()`, for one, is the address of a tensor's *first
element*: compare the storages that the two tensors are views of."""


def shares_memory(a, b):
    return a.data_ptr() == b.data_ptr()
