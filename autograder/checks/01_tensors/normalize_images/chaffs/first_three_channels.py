"""You treat three channels, however many there are. Grey images have one, and other cameras more: take the number
from the input."""


def normalize_images(batch, mean, std):
    images = batch.float() / 255
    for channel in range(3):
        images[:, channel] = (images[:, channel] - mean[channel]) / std[channel]
    return images
