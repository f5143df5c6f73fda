"""You divide by `std` first, and subtract `mean` afterwards. Subtract the mean first, and divide the difference."""


def normalize_images(batch, mean, std):
    mean, std = torch.tensor(mean).view(-1, 1, 1), torch.tensor(std).view(-1, 1, 1)
    return batch.float() / 255 / std - mean
