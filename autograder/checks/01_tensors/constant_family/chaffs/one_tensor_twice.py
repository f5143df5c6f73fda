"""Where `value` is 0 or 1, two of your three results are one and the same tensor: a write into one shows in the
other. Make three, always."""


def constant_family(x, value):
    zeros, ones = torch.zeros_like(x), torch.ones_like(x)
    if value == 0:
        return zeros, ones, zeros
    return zeros, ones, ones if value == 1 else torch.full_like(x, value)
