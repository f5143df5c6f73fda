"""Detached, the root gives no gradient at all, not only no NaN. The other rows need theirs."""


def lengths(x):
    squares = (x * x).sum(dim=1)
    return torch.where(squares > 0, squares.sqrt().detach(), torch.zeros_like(squares))
