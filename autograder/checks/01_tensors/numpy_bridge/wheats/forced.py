"""Lets numpy(force=True) detach."""


def from_numpy_shared(a):
    return torch.from_dlpack(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    t = t.to(torch.float32) if t.dtype == torch.bfloat16 else t
    return t.numpy(force=True)
