"""You use the statistics of the first channel for all channels. Each has its own."""


def normalize_images(batch, mean, std):
    return (batch.float() / 255 - mean[0]) / std[0]
