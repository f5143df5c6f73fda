"""The zeros are left out. Where x holds nothing else, nothing is left, and nothing has no maximum; a zero counts as
error 0."""


def bf16_error(x):
    error, kept = (x - x.bfloat16().float()).abs(), x != 0
    return error.max().item(), (error[kept] / x[kept].abs()).max().item()
