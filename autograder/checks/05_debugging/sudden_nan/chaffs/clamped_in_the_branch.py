"""Rows of zeros are right, and short rows are still clamped: below a certain length all of them have the same one."""


def lengths(x):
    squares = (x * x).sum(dim=1)
    return torch.where(squares > 0, squares.clamp(min=1e-8).sqrt(), torch.zeros_like(squares))
