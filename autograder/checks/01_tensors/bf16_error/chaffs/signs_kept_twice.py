"""Errors have a sign: rounding down counts as much as rounding up. Take absolute values before you look for the
largest, of the difference as of what you divide by."""


def bf16_error(x):
    error = x - x.bfloat16().float()
    relative = torch.where(x == 0, 0.0, error / x)
    return error.max().item(), relative.max().item()
