"""The number that you add to the divisor is small, but x may be hardly larger. Treat exact zeros apart, and leave
every other divisor as it is."""


def bf16_error(x):
    error = (x - x.to(torch.bfloat16).float()).abs()
    return error.max().item(), (error / (x.abs() + 1e-38)).max().item()
