"""Rounds to bfloat16 and back, and subtracts in float32."""


def bf16_error(x):
    error = (x - x.bfloat16().float()).abs()
    relative = torch.where(x == 0, torch.zeros_like(x), error / x.abs())
    return error.max().item(), relative.max().item()
