"""Your results are tensors; Python floats are asked for. `.item()` takes the number out."""


def bf16_error(x):
    error = (x - x.bfloat16().float()).abs()
    relative = torch.where(x == 0, 0.0, error / x.abs())
    return error.max(), relative.max()
