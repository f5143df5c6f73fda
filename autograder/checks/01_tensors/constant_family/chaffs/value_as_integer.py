"""You turn `value` into an integer, and its fraction is lost. A tensor of floats can hold it as it is."""


def constant_family(x, value):
    return torch.zeros_like(x), torch.ones_like(x), torch.full_like(x, int(value))
