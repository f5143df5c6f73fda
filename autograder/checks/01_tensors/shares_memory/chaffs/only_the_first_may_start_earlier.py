"""Whether two tensors share memory depends in your function on which of them is given first. Either of two windows can
start earlier in the storage: compare where the storages start."""


def shares_memory(a, b):
    storage = a.untyped_storage()
    return a.data_ptr() <= b.data_ptr() < storage.data_ptr() + storage.nbytes()
