"""Reshapes for the one, permutes and copies for the other."""


def flatten_batch(images):
    return images.reshape(images.shape[0], -1)


def to_channels_last(images):
    return images.permute(0, 2, 3, 1).contiguous()
