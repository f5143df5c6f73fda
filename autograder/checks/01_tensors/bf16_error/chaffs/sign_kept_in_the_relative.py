"""`max_abs` is right, but the relative error is divided with its sign: numbers that were rounded the other
way count as less than nothing. Take absolute values there, too."""


def bf16_error(x):
    error = x - x.bfloat16().float()
    relative = torch.where(x == 0, 0.0, error / x.abs())
    return error.abs().max().item(), relative.max().item()
