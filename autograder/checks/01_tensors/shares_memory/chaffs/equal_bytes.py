"""You compare what the two storages contain. A clone contains the same bytes at another address: compare where the
storages are."""


def shares_memory(a, b):
    return a.untyped_storage().tolist() == b.untyped_storage().tolist()
