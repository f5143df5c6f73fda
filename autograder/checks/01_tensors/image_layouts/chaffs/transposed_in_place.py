"""`transpose_`, with an underscore, rearranges the caller's tensor: after the call its images have another shape.
Use the method without the underscore."""


def flatten_batch(images):
    return images.flatten(1)


def to_channels_last(images):
    return images.transpose_(1, 2).transpose_(2, 3).contiguous()
