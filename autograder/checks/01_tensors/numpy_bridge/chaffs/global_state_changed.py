"""Your function changes something that all other code shares: a random state, or a default of PyTorch's. Whoever
calls it gets other random numbers or other dtypes from then on. Leave what is global alone."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    torch.set_default_dtype(torch.float64)
    return torch.tensor(a)


def to_numpy(t):
    t = t.detach()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
