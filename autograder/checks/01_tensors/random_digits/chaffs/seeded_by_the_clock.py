"""`generator.seed()` takes a fresh seed from the operating system and forgets yours, so no result can be repeated.
You want the method that takes a number."""


def random_digits(shape, seed):
    generator = torch.Generator()
    generator.seed()
    digits = torch.randint(0, 10, shape, generator=generator)
    return digits, digits.float()
