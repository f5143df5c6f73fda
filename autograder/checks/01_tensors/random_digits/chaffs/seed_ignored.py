"""Your digits do not depend on `seed`. A new `torch.Generator` always starts from the same built-in seed: give it
yours."""


def random_digits(shape, seed):
    digits = torch.randint(0, 10, shape, generator=torch.Generator())
    return digits, digits.float()
