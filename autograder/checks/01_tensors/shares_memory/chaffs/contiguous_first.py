"""`contiguous()`, `reshape()` and `flatten()` copy a view whose numbers do not lie one after the other, and the copy
has a storage of its own. Ask the tensors as they are."""


def shares_memory(a, b):
    addresses = {t.contiguous().untyped_storage().data_ptr() for t in (a, b)}
    return len(addresses) == 1
