"""One half of your digits is the other half over again. Every digit is to be drawn on its own."""


def random_digits(shape, seed):
    generator = torch.Generator().manual_seed(seed)
    count = int(np.prod(shape))
    half = torch.randint(0, 10, ((count + 1) // 2,), generator=generator)
    digits = torch.cat([half, half])[:count].reshape(shape)
    return digits, digits.float()
