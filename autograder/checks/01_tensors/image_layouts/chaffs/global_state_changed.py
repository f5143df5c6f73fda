"""Your function changes something that all other code shares: a random state, or a default of PyTorch's. Whoever
calls it gets other random numbers or other dtypes from then on. Leave what is global alone."""


def flatten_batch(images):
    torch.manual_seed(0)
    return images.flatten(1)


def to_channels_last(images):
    torch.manual_seed(0)
    return images.permute(0, 2, 3, 1).contiguous()
