"""Without parentheses, division comes first: you subtract mean / std from the pixels and do not divide these by
std."""


def normalize_images(batch, mean, std):
    mean = torch.tensor(mean).view(-1, 1, 1)
    std = torch.tensor(std).view(-1, 1, 1)
    return batch.float() / 255 - mean / std
