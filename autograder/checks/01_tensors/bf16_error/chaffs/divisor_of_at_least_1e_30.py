"""The divisor is kept from falling below a small number, and some numbers are smaller: their relative error comes out
too small. Treat the zeros, and only them, by themselves."""


def bf16_error(x):
    error = (x - x.bfloat16().float()).abs()
    return float(error.max()), float((error / x.abs().clamp_min(1e-30)).max())
