"""You read the numbers in the order in which they lie in memory, or lose the shape. `.numpy()` knows strides and
needs no help with tensors that are not contiguous."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    t = t.detach()
    t = t.float() if t.dtype == torch.bfloat16 else t
    return t.as_strided(t.shape, torch.empty(t.shape).stride(), t.storage_offset()).numpy()
