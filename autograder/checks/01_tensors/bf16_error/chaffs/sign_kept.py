"""Errors have a sign: rounding down counts as much as rounding up. Take absolute values before you look for the
largest."""


def bf16_error(x):
    error = x.bfloat16().float() - x
    relative = torch.where(x == 0, 0.0, error / x)
    return error.max().item(), relative.max().item()
