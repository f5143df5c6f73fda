"""Both results are integers. `.to(...)` does not change a tensor: it returns another one, which you have to
keep."""


def random_digits(shape, seed):
    digits = torch.randint(0, 10, shape, generator=torch.Generator().manual_seed(seed))
    floats = digits
    floats.to(torch.float32)
    return digits, floats
