"""Only numbers above 0 have a relative error in your function. A negative one has its own as well: only an exact 0
counts as error 0."""


def bf16_error(x):
    error = (x - x.bfloat16().float()).abs()
    relative = torch.where(x > 0, error / x, 0.0)
    return error.max().item(), relative.max().item()
