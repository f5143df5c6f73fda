"""`torch.from_numpy` shares memory, and `torch.as_tensor` copies only if it must, which here it need not: whoever
changes the array changes your "copy". Make one that is independent."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.from_numpy(a)


def to_numpy(t):
    t = t.detach()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
