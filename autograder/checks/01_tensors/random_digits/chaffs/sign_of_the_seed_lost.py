"""A seed and its negative give the same digits. Python's `random.Random`, for one, drops the sign; PyTorch's generator
takes negative seeds as they are."""


def random_digits(shape, seed):
    digits = torch.randint(0, 10, shape, generator=torch.Generator().manual_seed(abs(seed)))
    return digits, digits.float()
