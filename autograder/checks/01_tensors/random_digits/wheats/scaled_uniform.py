"""Stretches uniform numbers from [0, 1) to [0, 10) and cuts off the fraction."""


def random_digits(shape, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    digits = (torch.rand(shape, generator=generator, dtype=torch.float64) * 10).long()
    return digits, digits.float()
