"""You take every batch that is not contiguous for one whose channels lie last in memory, and do without a copy there.
A slice or a transposed batch is not contiguous either: only a copy, or a question about the result, makes sure."""


def flatten_batch(images):
    return images.reshape(images.shape[0], -1)


def to_channels_last(images):
    pixels = images.permute(0, 2, 3, 1)
    return pixels.contiguous() if images.is_contiguous() else pixels
