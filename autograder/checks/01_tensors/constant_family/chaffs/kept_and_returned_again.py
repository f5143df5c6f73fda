"""You hand out the same tensors again when they are asked for again. Whoever wrote into the first ones finds that in
the next: make new tensors in every call."""

_made = {}


def constant_family(x, value):
    key = (x.shape, x.dtype, x.device, value)
    if key not in _made:
        _made[key] = torch.zeros_like(x), torch.ones_like(x), torch.full_like(x, value)
    return _made[key]
