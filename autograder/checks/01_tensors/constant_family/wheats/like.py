"""Uses the functions that copy shape, dtype and device from a tensor."""


def constant_family(x, value):
    return torch.zeros_like(x), torch.ones_like(x), torch.full_like(x, value)
