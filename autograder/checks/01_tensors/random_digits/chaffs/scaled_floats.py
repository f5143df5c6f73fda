"""You scaled the floats to [0, 1]. They are to have the same values as the digits: only the dtype changes."""


def random_digits(shape, seed):
    digits = torch.randint(0, 10, shape, generator=torch.Generator().manual_seed(seed))
    return digits, digits.float() / 9
