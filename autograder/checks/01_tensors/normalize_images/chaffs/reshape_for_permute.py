"""Bytes of one channel meet the statistics of another, in turn along the pixels: `reshape` and `view` keep numbers in
their order and only cut them differently. What reorders dimensions is `permute`, or statistics of another shape."""


def normalize_images(batch, mean, std):
    last = list(batch.shape[:1] + batch.shape[2:] + batch.shape[1:2])
    mean, std = torch.tensor(mean, dtype=torch.float32), torch.tensor(std, dtype=torch.float32)
    return ((batch.reshape(last) / 255 - mean) / std).reshape(batch.shape)
