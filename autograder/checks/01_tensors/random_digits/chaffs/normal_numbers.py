"""`torch.randn` draws from the bell curve, where the middle is likelier than the ends. You want every digit to be
equally likely."""


def random_digits(shape, seed):
    normal = torch.randn(shape, generator=torch.Generator().manual_seed(seed))
    digits = (4.5 + 2 * normal).clamp(0, 9).long()
    return digits, digits.float()
