"""A bfloat16 tensor that requires grad takes a way through your function on which nothing detaches it."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    return t.to(torch.float32).numpy() if t.dtype is torch.bfloat16 else t.detach().numpy()
