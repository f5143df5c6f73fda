"""You forgot the division by 255: `mean` and `std` are in units of the full range 0 to 1."""


def normalize_images(batch, mean, std):
    mean = torch.tensor(mean).view(-1, 1, 1)
    std = torch.tensor(std).view(-1, 1, 1)
    return (batch.float() - mean) / std
