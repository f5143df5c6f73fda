"""The columns of your tensor are all equal: one was drawn and repeated. Every element is to be drawn on its own."""


def random_digits(shape, seed):
    column = torch.randint(0, 10, (*shape[:-1], 1) if shape else (), generator=torch.Generator().manual_seed(seed))
    digits = column.expand(shape).clone()
    return digits, digits.float()
