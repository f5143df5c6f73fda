"""Complex numbers lose something on your way to NumPy. Its complex dtypes are those of PyTorch: no conversion is
needed."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    t = t.detach()
    if t.is_complex():
        t = t.real
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
