"""A byte has 256 values: computes each of them once for each channel and looks the pixels up."""


def normalize_images(batch, mean, std):
    grey = np.arange(256) / 255
    tables = np.stack([(grey - m) / s for m, s in zip(mean, std)]).astype(np.float32)
    channels = np.arange(len(tables))[None, :, None, None]
    return torch.from_numpy(tables[channels, batch.numpy()])
