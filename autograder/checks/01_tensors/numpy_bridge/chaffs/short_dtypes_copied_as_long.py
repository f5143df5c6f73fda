"""Your copy of a float16 or int16 array has a longer dtype. The copy is to have the dtype of the array."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    kinds = {"f": torch.float32, "i": torch.int64}
    return torch.tensor(a, dtype=kinds[a.dtype.kind] if a.dtype.kind in kinds and a.itemsize < 4 else None)


def to_numpy(t):
    t = t.detach()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
