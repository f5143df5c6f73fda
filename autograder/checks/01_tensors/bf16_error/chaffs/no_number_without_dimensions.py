"""A tensor without dimensions makes your function fail: it has one element, and no rows to go through. `flatten()`
makes a vector of any shape."""


def bf16_error(x):
    error = torch.stack([(part - part.bfloat16().float()).abs() for part in x])
    relative = torch.where(x == 0, 0.0, error / x.abs())
    return error.max().item(), relative.max().item()
