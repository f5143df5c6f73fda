"""A mean above 1 you take for a number of bytes, and divide it by 255. `mean` and `std` are always about the divided
bytes, whatever their size."""


def normalize_images(batch, mean, std):
    mean, std = torch.tensor(mean).view(-1, 1, 1), torch.tensor(std).view(-1, 1, 1)
    if mean.max() > 1:
        mean = mean / 255
    return (batch / 255 - mean) / std
