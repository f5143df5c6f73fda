"""You round to float16, the other 16-bit format: it has more digits and far less range, and large numbers become
infinite."""


def bf16_error(x):
    error = (x - x.half().float()).abs()
    relative = torch.where(x == 0, 0.0, error / x.abs())
    return error.max().item(), relative.max().item()
