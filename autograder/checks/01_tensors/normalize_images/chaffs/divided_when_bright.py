"""You divide by 255 only if the batch holds large numbers. A batch of dark images holds none, and is to be divided as
well: what `batch` holds is always bytes."""


def normalize_images(batch, mean, std):
    images = batch.float()
    if images.max() > 1:
        images = images / 255
    return (images - torch.tensor(mean).view(-1, 1, 1)) / torch.tensor(std).view(-1, 1, 1)
