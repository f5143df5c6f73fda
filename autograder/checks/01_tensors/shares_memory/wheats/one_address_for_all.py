"""Collects the addresses of any number of storages, and counts them."""


def shares_memory(*tensors):
    return len({t.untyped_storage().data_ptr() for t in tensors}) == 1
