"""Your bools arrive as integers. NumPy has a bool of its own, and the dtype is to be kept."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    t = t.detach()
    if t.dtype == torch.bool:
        t = t.to(torch.uint8)
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
