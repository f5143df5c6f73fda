"""You normalize the first image of the batch, and the others stay as they were. All images count: index their
channels, not those of image 0."""


def normalize_images(batch, mean, std):
    images = batch.float() / 255
    for channel in range(images.shape[1]):
        images[0, channel] = (images[0, channel] - mean[channel]) / std[channel]
    return images
