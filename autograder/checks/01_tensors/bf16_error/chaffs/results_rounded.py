"""Your results are rounded, to six decimals say, and a small error is then 0. Rounding is for printing; return what
you computed."""


def bf16_error(x):
    error = (x - x.bfloat16().float()).abs()
    relative = torch.where(x == 0, 0.0, error / x.abs())
    return round(error.max().item(), 6), round(relative.max().item(), 6)
