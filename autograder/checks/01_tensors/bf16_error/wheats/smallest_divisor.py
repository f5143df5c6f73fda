"""Keeps the divisor above zero with the smallest float32 there is."""


def bf16_error(x):
    error = (x.to(torch.bfloat16).float() - x).abs()
    relative = error / x.abs().clamp_min(torch.finfo(torch.float32).smallest_normal)
    return float(error.max()), float(relative.max())
