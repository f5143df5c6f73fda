"""Where x is a view that shows one number in several places, your new tensors are such views as well: a write into one
place shows in others. The shape is to be that of x, not the strides."""


def constant_family(x, value):
    return tuple(
        torch.empty_strided(x.shape, x.stride(), dtype=x.dtype, device=x.device).fill_(number)
        for number in (0, 1, value)
    )
