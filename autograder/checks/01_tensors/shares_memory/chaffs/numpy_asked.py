"""NumPy gets to see both tensors, and cannot take every one: it has no bfloat16, for one. The tensors themselves can be
asked for their storages."""


def shares_memory(a, b):
    def start(t):
        array = t.numpy()
        while isinstance(array.base, np.ndarray):
            array = array.base
        return array.ctypes.data - t.storage_offset() * t.element_size()

    return start(a) == start(b)
