"""You divide the largest error by the largest number. The relative error belongs to each number: divide first, then
look for the largest."""


def bf16_error(x):
    error = (x - x.bfloat16().float()).abs()
    largest = x.abs().max().item()
    return error.max().item(), error.max().item() / largest if largest else 0.0
