"""Draws class numbers with equal weights, one for every place, and gives them the shape."""


def random_digits(shape, seed):
    generator = torch.Generator().manual_seed(seed)
    count = int(np.prod(shape))
    digits = torch.multinomial(torch.ones(10), count, replacement=True, generator=generator).reshape(shape)
    return digits, digits.type(torch.FloatTensor)
