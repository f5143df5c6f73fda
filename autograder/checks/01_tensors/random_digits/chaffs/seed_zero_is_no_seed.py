"""A seed of 0 gives other digits each time. In Python 0 counts as false: does your code take a seed of 0 for a missing
one?"""


def random_digits(shape, seed):
    generator = torch.Generator()
    if seed:
        generator.manual_seed(seed)
    else:
        generator.seed()
    digits = torch.randint(10, shape, generator=generator)
    return digits, digits.float()
