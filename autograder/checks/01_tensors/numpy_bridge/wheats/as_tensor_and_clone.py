"""Shares first and clones where sharing is not wanted; hands out an array of its own."""


def from_numpy_shared(a):
    return torch.as_tensor(a)


def from_numpy_copy(a):
    return torch.from_numpy(a).clone()


def to_numpy(t):
    with torch.no_grad():
        plain = t.to(torch.float32, copy=True) if t.dtype is torch.bfloat16 else t.clone()
    return np.array(plain.cpu().numpy())
