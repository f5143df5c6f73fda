"""The square of a very small number is 0 in float32, and that of a very large one is infinite. `abs` drops a sign
without squaring."""


def bf16_error(x):
    lost = x - x.bfloat16().float()
    size = torch.sqrt(torch.pow(lost, 2))
    divisor = torch.where(x == 0, 1.0, x).abs()
    return float(size.max()), float((size / divisor).max())
