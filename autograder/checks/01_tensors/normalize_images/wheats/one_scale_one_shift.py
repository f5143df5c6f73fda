"""Folds everything into one multiplication and one addition for each channel."""


def normalize_images(batch, mean, std):
    std = torch.tensor(std, dtype=torch.float64)[:, None, None]
    shift = torch.tensor(mean, dtype=torch.float64)[:, None, None] / std
    return (batch * (1 / (255 * std)) - shift).to(torch.float32)
