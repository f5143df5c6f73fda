"""You return the floats first and the digits second; the exercise asks for them the other way round."""


def random_digits(shape, seed):
    digits = torch.randint(0, 10, shape, generator=torch.Generator().manual_seed(seed))
    return digits.float(), digits
