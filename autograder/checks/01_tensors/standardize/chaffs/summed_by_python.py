"""Python's own `sum` takes the rows of a tensor one by one: a loop, if a hidden one. `x.sum(dim=0)` adds all rows at
once."""


def standardize(x, eps=1e-6):
    mean = sum(x) / len(x)
    std = (sum((x - mean) ** 2) / len(x)).sqrt()
    return torch.where(std > eps, (x - mean) / std.clamp(min=eps), 0.0)
