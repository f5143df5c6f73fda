"""Adds 1 to the zeros, and converts the sum, which is int64 where x holds bools."""


def constant_family(x, value):
    zeros = torch.zeros_like(x)
    return zeros, (zeros + 1).to(x.dtype), torch.full_like(x, value)
