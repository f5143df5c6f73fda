"""Divides by 1 where x is 0: the error is 0 there, and so is the quotient."""


def bf16_error(x):
    error = torch.sub(x.to(torch.bfloat16).to(torch.float64), x).abs()
    divisor = x.double().abs().masked_fill(x == 0, 1.0)
    return error.amax().item(), (error / divisor).amax().item()
