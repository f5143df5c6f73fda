"""You moved the channels to the end before flattening, so each row lists pixel by pixel. The order asked for is (C,
H, W): all of the first channel, then the next."""


def flatten_batch(images):
    return images.permute(0, 2, 3, 1).reshape(images.shape[0], -1)


def to_channels_last(images):
    return images.permute(0, 2, 3, 1).contiguous()
