"""You divide by x and not by |x|, so the relative errors of negative numbers are negative and never the largest."""


def bf16_error(x):
    error = (x - x.bfloat16().float()).abs()
    relative = torch.where(x == 0, 0.0, error / x)
    return error.max().item(), relative.max().item()
