"""`mean` and `std` may be tuples or lists, and your code works for tuples only. (A list cannot be hashed, for one: it
is no argument of a function with a cache, and no key of a dictionary.)"""

from functools import cache


@cache
def column(numbers):
    return torch.tensor(numbers, dtype=torch.float32).view(-1, 1, 1)


def normalize_images(batch, mean, std):
    return (batch.float() / 255 - column(mean)) / column(std)
