"""Your function writes new numbers into the lists that the caller passed, so the next call starts from other
statistics. Make numbers, or tensors, of your own."""


def normalize_images(batch, mean, std):
    if isinstance(mean, tuple):
        mean, std = list(mean), list(std)
    for c in range(len(mean)):
        mean[c] *= 255
        std[c] *= 255
    return (batch - torch.tensor(mean).view(-1, 1, 1)) / torch.tensor(std).view(-1, 1, 1)
