"""An array without dimensions comes back with one. The shape is to be kept, also `()`."""


def from_numpy_shared(a):
    return torch.from_numpy(np.atleast_1d(a))


def from_numpy_copy(a):
    return torch.from_numpy(np.atleast_1d(a).copy())


def to_numpy(t):
    t = t.detach()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
