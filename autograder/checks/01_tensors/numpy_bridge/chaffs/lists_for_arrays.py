"""`to_numpy` returns lists. An array has a dtype and a shape, and is what NumPy's functions expect."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    return t.tolist()
