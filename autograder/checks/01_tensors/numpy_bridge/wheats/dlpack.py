"""Crosses by DLPack, which shares memory between any two array libraries."""


def from_numpy_shared(a):
    return torch.from_dlpack(a)


def from_numpy_copy(a):
    return torch.from_dlpack(a.copy())


def to_numpy(t):
    t = t.detach()
    return np.from_dlpack(t.float() if t.dtype == torch.bfloat16 else t)
