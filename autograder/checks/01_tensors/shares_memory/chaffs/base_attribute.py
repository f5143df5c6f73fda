"""Some views are taken for strangers, such as one made by `detach()`, which keeps no note of the tensor that it came
from. Where their numbers lie is certain: compare the storages."""


def shares_memory(a, b):
    root_a = a if a._base is None else a._base
    root_b = b if b._base is None else b._base
    return root_a is root_b
