"""You move the channels to the end with `reshape` or `view`, which keep the bytes in their order and only cut them
differently: channels and pixels get mixed up. Reordering dimensions is what `permute` does."""


def normalize_images(batch, mean, std):
    last = list(batch.shape[:1] + batch.shape[2:] + batch.shape[1:2])
    mean, std = torch.tensor(mean, dtype=torch.float32), torch.tensor(std, dtype=torch.float32)
    return ((batch.reshape(last) / 255 - mean) / std).reshape(batch.shape)
