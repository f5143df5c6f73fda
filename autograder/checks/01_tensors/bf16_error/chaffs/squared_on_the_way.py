"""The square of a very small number is 0 in float32, and that of a very large one is infinite. `abs` drops a sign
without squaring."""


def bf16_error(x):
    error = (x - x.to(torch.bfloat16).float()).square().sqrt()
    return error.max().item(), torch.where(x == 0, 0.0, error / x.square().sqrt()).max().item()
