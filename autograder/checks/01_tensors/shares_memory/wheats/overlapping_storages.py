"""Compares the stretches of memory that the whole storages take."""


def shares_memory(a, b):
    def ends(t):
        s = t.untyped_storage()
        return s.data_ptr(), s.data_ptr() + s.nbytes()

    (p, q), (r, s) = ends(a), ends(b)
    return max(p, r) < min(q, s)
