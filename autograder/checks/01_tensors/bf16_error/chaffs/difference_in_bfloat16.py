"""The errors themselves are bfloat16: they are written into the rounded tensor, or converted before they are looked
at, and keep three digits. Convert the rounded numbers back to float32, and then subtract."""


def bf16_error(x):
    error = x.bfloat16()
    error -= x
    error = error.abs()
    relative = torch.where(x == 0, 0.0, error / x.abs())
    return error.max().item(), relative.max().item()
