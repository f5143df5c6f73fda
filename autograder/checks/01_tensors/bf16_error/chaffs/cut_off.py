"""You cut the last 16 bits off, which rounds towards zero. Converting to bfloat16 rounds to the nearest."""


def bf16_error(x):
    rounded = (x.contiguous().view(torch.int32) & -65536).view(torch.float32)
    error = (x - rounded).abs()
    relative = torch.where(x == 0, 0.0, error / x.abs())
    return error.max().item(), relative.max().item()
