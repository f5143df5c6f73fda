"""Your function changes something that all other code shares: a random state, or a default of PyTorch's. Whoever
calls it gets other random numbers or other dtypes from then on. Leave what is global alone."""


def bf16_error(x):
    torch.set_default_dtype(torch.float64)
    error = (x - x.bfloat16().float()).abs().double()
    relative = torch.where(x == 0, torch.zeros_like(error), error / x.abs().double())
    return error.max().item(), relative.max().item()
