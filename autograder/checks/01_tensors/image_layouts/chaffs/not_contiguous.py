"""`permute` returns a view of the old memory, so the channels of a pixel do not lie side by side. Ask for a
contiguous tensor."""


def flatten_batch(images):
    return images.flatten(1)


def to_channels_last(images):
    return images.permute(0, 2, 3, 1)
