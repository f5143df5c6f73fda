"""You switch off `requires_grad` on the caller's tensor, so it will not be trained any more. `detach()` gives you
another tensor and leaves the first one in peace."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    if t.requires_grad:
        t = t.detach_()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
