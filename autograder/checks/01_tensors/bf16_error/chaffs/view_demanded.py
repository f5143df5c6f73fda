"""`view(-1)` needs numbers that lie one after the other in memory, which those of a transposed tensor do not. The
largest of all elements can be had without flattening."""


def bf16_error(x):
    x = x.view(-1)
    error = (x - x.to(torch.bfloat16).float()).abs()
    return error.max().item(), torch.where(x == 0, 0.0, error / x.abs()).max().item()
