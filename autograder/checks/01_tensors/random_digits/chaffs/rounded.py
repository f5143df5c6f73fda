"""Rounding numbers from [0, 9] makes 0 and 9 half as likely as the others, since only half an interval is rounded
to each of them. Every digit is to be equally likely."""


def random_digits(shape, seed):
    digits = (9 * torch.rand(shape, generator=torch.Generator().manual_seed(seed))).round().long()
    return digits, digits.float()
