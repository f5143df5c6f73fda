"""Whatever NumPy refuses becomes float32 in your function. A tensor is also refused because it requires grad, and
then its dtype is to be kept: only bfloat16 needs another one."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    try:
        return t.numpy()
    except (RuntimeError, TypeError):
        return t.detach().float().numpy()
