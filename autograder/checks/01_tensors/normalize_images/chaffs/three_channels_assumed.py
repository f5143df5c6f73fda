"""You assume three channels. Grey images have one, and other cameras more: take the number from the input."""


def normalize_images(batch, mean, std):
    mean = torch.tensor(mean).view(3, 1, 1)
    std = torch.tensor(std).view(3, 1, 1)
    return (batch.float() / 255 - mean) / std
