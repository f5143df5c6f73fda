"""asarray both ways, and a second try where NumPy has no such dtype."""


def from_numpy_shared(a):
    return torch.asarray(a)


def from_numpy_copy(a):
    return torch.asarray(a, copy=True)


def to_numpy(t):
    try:
        return t.detach().cpu().numpy()
    except TypeError:
        return t.detach().cpu().float().numpy()
