"""Your third tensor holds ones; it is to hold `value` in every place."""


def constant_family(x, value):
    return torch.zeros_like(x), torch.ones_like(x), torch.ones_like(x)
