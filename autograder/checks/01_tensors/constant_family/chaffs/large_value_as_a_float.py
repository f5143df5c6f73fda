"""You turn a whole number into a float first, and a float does not hold every large one: beyond 2**53 even float64
leaves numbers out. Hand the value on as it is."""


def constant_family(x, value):
    if isinstance(value, int):
        value = float(value)
    return torch.zeros_like(x), torch.ones_like(x), torch.full_like(x, value)
