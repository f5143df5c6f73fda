"""A divisor that never falls below some small number keeps 0 / 0 away, and hides the error of everything smaller than
it. Treat the zeros, and only them, by themselves."""


def bf16_error(x):
    error = (x - x.bfloat16().float()).abs()
    return error.max().item(), (error / x.abs().clamp(min=1e-8)).max().item()
