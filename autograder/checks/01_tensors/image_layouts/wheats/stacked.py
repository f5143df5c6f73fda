"""Takes the batch apart and stacks the pieces again, image by image and channel by channel."""


def flatten_batch(images):
    return torch.stack([image.flatten() for image in images])


def to_channels_last(images):
    return torch.stack(images.unbind(dim=1), dim=-1)
