"""You keep mean and std of the first call and use them for every later one. Each call comes with its own."""

KEPT = {}


def normalize_images(batch, mean, std):
    channels = batch.shape[1]
    if channels not in KEPT:
        KEPT[channels] = (torch.tensor(mean).view(-1, 1, 1), torch.tensor(std).view(-1, 1, 1))
    mean, std = KEPT[channels]
    return (batch / 255 - mean) / std
