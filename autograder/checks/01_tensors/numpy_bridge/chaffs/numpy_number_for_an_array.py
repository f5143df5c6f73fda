"""A tensor without dimensions comes back as a NumPy number: an index of `()` takes it out of its array. NumPy has
arrays without dimensions, too: an array is asked for, whatever the tensor."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    t = t.detach()
    array = t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
    return array[()] if array.ndim == 0 else array
