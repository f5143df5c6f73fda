"""The largest difference is not the largest error: numbers that were rounded the other way have one below zero. Take
absolute values before you look for the largest, for `max_abs` as for `max_rel`."""


def bf16_error(x):
    error = x - x.bfloat16().float()
    relative = torch.where(x == 0, 0.0, error.abs() / x.abs())
    return error.max().item(), relative.max().item()
