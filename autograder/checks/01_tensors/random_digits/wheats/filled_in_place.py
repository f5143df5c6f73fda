"""Fills a new float tensor with random digits and makes the integers from it."""


def random_digits(shape, seed):
    floats = torch.empty(shape, dtype=torch.float32)
    floats.random_(0, 10, generator=torch.Generator().manual_seed(seed))
    return floats.to(torch.int64), floats
