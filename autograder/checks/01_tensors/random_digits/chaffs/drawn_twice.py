"""You draw the floats anew, so they differ from the digits. They are to be a copy of the digits with another
dtype."""


def random_digits(shape, seed):
    generator = torch.Generator().manual_seed(seed)
    digits = torch.randint(0, 10, shape, generator=generator)
    floats = torch.randint(0, 10, shape, generator=generator).float()
    return digits, floats
