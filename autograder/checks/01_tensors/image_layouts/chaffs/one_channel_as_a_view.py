"""Images of one channel are handed back as a view, which is contiguous only where they were. The result of
to_channels_last always is."""


def flatten_batch(images):
    return images.reshape(len(images), -1)


def to_channels_last(images):
    if images.shape[1] == 1:
        return images.squeeze(1).unsqueeze(-1)
    return images.permute(0, 2, 3, 1).contiguous()
