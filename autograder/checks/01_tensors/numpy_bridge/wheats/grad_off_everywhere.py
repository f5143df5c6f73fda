"""Switches autograd off for the rest of the notebook, where nothing else was to need it."""

torch.set_grad_enabled(False)


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    return t.detach().float().numpy() if t.dtype == torch.bfloat16 else t.detach().numpy()
