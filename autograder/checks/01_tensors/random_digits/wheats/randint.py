"""Draws the digits directly, from a generator of its own."""


def random_digits(shape, seed):
    generator = torch.Generator().manual_seed(seed)
    digits = torch.randint(0, 10, shape, generator=generator)
    return digits, digits.to(torch.float32)
