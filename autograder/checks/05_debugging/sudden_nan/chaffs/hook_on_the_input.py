"""A hook needs a tensor that requires grad, and it stays there: whose gradients does it change from then on?"""


def lengths(x):
    x.register_hook(lambda g: torch.nan_to_num(g, nan=0.0))
    squares = (x * x).sum(dim=1)
    return torch.where(squares > 0, squares.sqrt(), torch.zeros_like(squares))
