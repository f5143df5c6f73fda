"""Two views of a third tensor share, but a tensor and a view of it that starts further on are strangers to you: only
a view has a `_base`. Where their numbers lie is certain: compare the storages."""


def shares_memory(a, b):
    return a.data_ptr() == b.data_ptr() or (a._base is not None and a._base is b._base)
