"""For the shape `()` your tensor has a dimension; it is to have none, and one digit. `()` is a shape like others,
although Python counts an empty tuple as false."""


def random_digits(shape, seed):
    digits = torch.randint(0, 10, shape or (1,), generator=torch.Generator().manual_seed(seed))
    return digits, digits.float()
