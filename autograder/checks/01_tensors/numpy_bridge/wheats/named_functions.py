"""The functions whose names say what they do."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    if t.dtype == torch.bfloat16:
        t = t.float()
    return t.detach().numpy()
