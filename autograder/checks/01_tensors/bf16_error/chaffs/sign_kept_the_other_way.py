"""Errors have a sign: rounding down counts as much as rounding up. Take absolute values before you look for the
largest."""


def bf16_error(x):
    error = x - x.bfloat16().float()
    relative = torch.where(x == 0, 0.0, error / x.abs())
    return error.max().item(), relative.max().item()
