"""You work out where a pixel lies from the shape, as if the images were contiguous. A view has strides of its own:
permuting, or indexing, takes them into account."""


def flatten_batch(images):
    return images.flatten(start_dim=1)


def to_channels_last(images):
    n, c, h, w = images.shape
    return images.as_strided((n, h, w, c), (c * h * w, w, 1, h * w)).contiguous()
