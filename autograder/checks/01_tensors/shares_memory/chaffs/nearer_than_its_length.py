"""Tensors whose addresses lie near each other are one to you. The next storage in memory may begin right behind the end
of this one: compare the storages, not the distance."""


def shares_memory(a, b):
    longer = max(a.untyped_storage().nbytes(), b.untyped_storage().nbytes())
    return abs(a.data_ptr() - b.data_ptr()) < longer
