"""Your function changes something that all other code shares: a random state, or a default of PyTorch's. Whoever
calls it gets other random numbers or other dtypes from then on. Leave what is global alone."""


def constant_family(x, value):
    if x.is_floating_point():
        torch.set_default_dtype(torch.float64 if x.dtype == torch.float64 else torch.float16)
    return torch.zeros_like(x), torch.ones_like(x), torch.full_like(x, value)
