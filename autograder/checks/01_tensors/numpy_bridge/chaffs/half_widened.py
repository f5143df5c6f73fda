"""You convert every 16-bit float to float32. NumPy has float16: only bfloat16 needs another dtype."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    t = t.detach()
    return t.float().numpy() if t.dtype.is_floating_point and t.itemsize == 2 else t.numpy()
