"""You count very small numbers as zeros. Only a number that is exactly 0 has no relative error; all others have one,
however small they are."""


def bf16_error(x):
    error = (x - x.bfloat16().float()).abs()
    relative = torch.where(x.abs() < 1e-30, 0.0, error / x.abs())
    return error.max().item(), relative.max().item()
