"""The pixels go through float64 and back. A large int64 has more digits than that and comes back as another
number."""


def flatten_batch(images):
    return images.double().reshape(len(images), -1).to(images.dtype)


def to_channels_last(images):
    return images.permute(0, 2, 3, 1).contiguous()
