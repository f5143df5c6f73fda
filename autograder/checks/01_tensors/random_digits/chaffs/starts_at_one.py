"""Your digits never include 0: there are ten digits, and they begin with 0."""


def random_digits(shape, seed):
    digits = torch.randint(1, 10, shape, generator=torch.Generator().manual_seed(seed))
    return digits, digits.float()
