"""Seeds above a billion are all taken for a billion: what is large is cut off."""

import torch


def random_digits(shape, seed):
    generator = torch.Generator().manual_seed(max(min(seed, 10**9), -(10**9)))
    digits = torch.randint(0, 10, shape, generator=generator)
    return digits, digits.float()
