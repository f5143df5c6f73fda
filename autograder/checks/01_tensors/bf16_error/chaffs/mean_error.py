"""You return mean errors; the largest ones are asked for."""


def bf16_error(x):
    error = (x - x.bfloat16().float()).abs()
    relative = torch.where(x == 0, 0.0, error / x.abs())
    return error.mean().item(), relative.mean().item()
