"""You flattened height and width and left the channels alone. Each image is to become a single row, channels
included: at which dimension must flattening start?"""


def flatten_batch(images):
    return images.flatten(2)


def to_channels_last(images):
    return images.permute(0, 2, 3, 1).contiguous()
