"""Gives the statistics the shape (1, C, 1, 1)."""


def normalize_images(batch, mean, std):
    mean = torch.tensor(mean, dtype=torch.float32).view(1, -1, 1, 1)
    std = torch.tensor(std, dtype=torch.float32).view(1, -1, 1, 1)
    return (batch.float() / 255 - mean) / std
