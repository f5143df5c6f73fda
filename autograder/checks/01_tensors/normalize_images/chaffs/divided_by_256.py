"""The largest byte is 255, and it is to become 1. You divide by 256."""


def normalize_images(batch, mean, std):
    mean = torch.tensor(mean).view(-1, 1, 1)
    std = torch.tensor(std).view(-1, 1, 1)
    return (batch.float() / 256 - mean) / std
