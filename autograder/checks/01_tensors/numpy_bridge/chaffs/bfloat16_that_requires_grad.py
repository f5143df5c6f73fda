"""A bfloat16 tensor that requires grad takes a way through your function on which nothing converts it."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    if t.requires_grad:
        return t.detach().numpy()
    return (t.float() if t.dtype == torch.bfloat16 else t).numpy()
