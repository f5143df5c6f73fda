"""Moves the channels to the end, where a shape of (C,) broadcasts, and moves them back."""


def normalize_images(batch, mean, std):
    pixels = batch.permute(0, 2, 3, 1).to(torch.float32).div(255.0)
    return ((pixels - torch.tensor(mean)) / torch.tensor(std)).permute(0, 3, 1, 2)
