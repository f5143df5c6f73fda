"""You subtract the mean before dividing by 255. The mean is in units of the full range: bring the pixels there
first."""


def normalize_images(batch, mean, std):
    mean = torch.tensor(mean).view(-1, 1, 1)
    std = torch.tensor(std).view(-1, 1, 1)
    return (batch.float() - mean) / 255 / std
