"""Goes to NumPy and back."""


def flatten_batch(images):
    return torch.from_numpy(images.numpy().reshape(images.shape[0], -1).copy())


def to_channels_last(images):
    return torch.from_numpy(np.ascontiguousarray(np.transpose(images.numpy(), (0, 2, 3, 1))))
