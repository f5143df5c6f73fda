"""Your code takes the rows one by one: in a loop, in a comprehension, or in Python's own `sum`, which is a loop as
well. Broadcasting and `x.sum(dim=0)` take all rows at once."""


def standardize(x, eps=1e-6):
    mean = sum(x) / len(x)
    std = (sum((x - mean) ** 2) / len(x)).sqrt()
    return torch.where(std > eps, (x - mean) / std.clamp(min=eps), 0.0)
