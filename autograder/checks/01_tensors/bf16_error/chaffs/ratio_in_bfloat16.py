"""The difference is right, but you store errors and ratios as bfloat16, and so round the rounding error. Stay in
float32 or float64."""


def bf16_error(x):
    error = (x - x.bfloat16().float()).abs().bfloat16()
    relative = torch.where(x == 0, 0.0, error / x.abs().bfloat16())
    return error.max().item(), relative.max().item()
