"""Three slices of one new tensor: each has places of its own."""


def constant_family(x, value):
    zeros, ones, full = torch.zeros((3, *x.shape), dtype=x.dtype, device=x.device).unbind(0)
    return zeros, ones.fill_(1), full.fill_(value)
