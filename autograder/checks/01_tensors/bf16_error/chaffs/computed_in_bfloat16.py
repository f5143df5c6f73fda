"""You subtract in bfloat16, after the digits you want to see are gone: the difference of a rounded number and
itself is zero. Convert back before you subtract."""


def bf16_error(x):
    rounded = x.bfloat16()
    error = (x.bfloat16() - rounded).abs()
    relative = torch.where(rounded == 0, 0.0, error / rounded.abs())
    return error.max().item(), relative.max().item()
