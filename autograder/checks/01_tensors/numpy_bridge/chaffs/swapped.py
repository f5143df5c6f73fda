"""Your two functions are swapped: the one that is to share copies, and the one that is to copy shares."""


def from_numpy_shared(a):
    return torch.tensor(a)


def from_numpy_copy(a):
    return torch.from_numpy(a)


def to_numpy(t):
    t = t.detach()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
