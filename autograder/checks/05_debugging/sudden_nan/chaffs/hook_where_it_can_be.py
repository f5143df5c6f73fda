"""The NaN still arises, and a hook on x hides it wherever x requires grad. The hook stays there, and hides every other
NaN that reaches x as well. What would have to be so that none arises?
"""


def lengths(x):
    if x.requires_grad:
        x.register_hook(lambda grad: torch.nan_to_num(grad, nan=0.0))
    return (x * x).sum(dim=1).sqrt()
