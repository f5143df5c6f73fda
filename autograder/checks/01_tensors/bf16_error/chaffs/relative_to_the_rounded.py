"""You divide by the rounded number; the error is to be relative to x itself."""


def bf16_error(x):
    rounded = x.bfloat16().float()
    error = (x - rounded).abs()
    relative = torch.where(x == 0, 0.0, error / rounded.abs())
    return error.max().item(), relative.max().item()
