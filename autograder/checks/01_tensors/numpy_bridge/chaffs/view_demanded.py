"""`view` refuses a tensor that is not contiguous, such as a transposed one."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    t = t.detach()
    t = t.float() if t.dtype == torch.bfloat16 else t
    return t.view(-1).numpy().reshape(t.shape)
