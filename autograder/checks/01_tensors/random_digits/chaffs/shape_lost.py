"""You draw the right number of digits in one long row. Hand `shape` itself to the function that draws."""


def random_digits(shape, seed):
    count = int(np.prod(shape))
    digits = torch.randint(0, 10, (count,), generator=torch.Generator().manual_seed(seed))
    return digits, digits.float()
