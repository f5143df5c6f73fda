"""You guess from the sizes whether the channels come last. Images can be as wide as there are channels: the statement
says which dimension holds them."""


def normalize_images(batch, mean, std):
    mean, std = torch.tensor(mean, dtype=torch.float32), torch.tensor(std, dtype=torch.float32)
    if batch.shape[-1] != 3:
        mean, std = mean.view(-1, 1, 1), std.view(-1, 1, 1)
    return (batch.float() / 255 - mean) / std
