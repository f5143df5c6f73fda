"""You draw the last two dimensions and repeat them along the others. Every digit is to be drawn on its own, however
many dimensions there are."""


def random_digits(shape, seed):
    generator = torch.Generator().manual_seed(seed)
    digits = torch.randint(0, 10, shape[-2:], generator=generator).expand(shape).clone()
    return digits, digits.float()
