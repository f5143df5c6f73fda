"""Statistics of shape (C, 1, 1, 1) line up with the images of the batch and not with the channels: one dimension
fewer."""


def normalize_images(batch, mean, std):
    return (batch.float() / 255 - torch.tensor(mean).view(-1, 1, 1, 1)) / torch.tensor(std).view(-1, 1, 1, 1)
