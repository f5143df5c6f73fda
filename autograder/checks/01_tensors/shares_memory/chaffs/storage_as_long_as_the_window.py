"""You take the storage for as long as the window on it. A window in the middle shows neither where the storage begins
nor where it ends."""


def shares_memory(a, b):
    def holds(one, other):
        start = one.untyped_storage().data_ptr()
        return start <= other.data_ptr() < start + one.nbytes

    return holds(a, b) or holds(b, a)
