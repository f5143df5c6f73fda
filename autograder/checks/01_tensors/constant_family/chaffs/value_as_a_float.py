"""You convert the value to a float or an int first. A complex tensor can hold complex numbers, which are neither."""


def constant_family(x, value):
    value = float(value) if x.is_floating_point() else int(value)
    return torch.zeros_like(x), torch.ones_like(x), torch.full_like(x, value)
