"""Ten uniform numbers for each place; the position of the largest is the digit."""


def random_digits(shape, seed):
    g = torch.Generator().manual_seed(seed)
    digits = torch.rand(*shape, 10, generator=g).argmax(-1)
    return digits, digits.float()
