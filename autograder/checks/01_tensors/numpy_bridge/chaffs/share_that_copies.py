"""`torch.tensor` always copies, so your tensor does not notice when the array changes. Another function looks at
the array's own memory."""


def from_numpy_shared(a):
    return torch.tensor(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    t = t.detach()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
