"""The relative error comes first in your pair; the absolute error is to."""


def bf16_error(x):
    error = (x - x.bfloat16().float()).abs()
    relative = torch.where(x == 0, 0.0, error / x.abs())
    return relative.max().item(), error.max().item()
