"""Flattens from dimension 1 on, and moves the channels to the end of a new tensor."""


def flatten_batch(images):
    return torch.flatten(images, start_dim=1)


def to_channels_last(images):
    return images.movedim(1, -1).clone(memory_format=torch.contiguous_format)
