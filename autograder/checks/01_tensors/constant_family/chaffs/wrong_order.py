"""The three tensors are right and in the wrong order: zeros, ones, and then the one that holds `value`."""


def constant_family(x, value):
    return torch.full_like(x, value), torch.ones_like(x), torch.zeros_like(x)
