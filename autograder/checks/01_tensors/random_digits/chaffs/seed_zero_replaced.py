"""Seed 0 gives the digits of another seed. In Python 0 counts as false: does your code take a seed of 0 for a missing
one?"""


def random_digits(shape, seed):
    digits = torch.randint(0, 10, shape, generator=torch.Generator().manual_seed(seed or 1))
    return digits, digits.float()
