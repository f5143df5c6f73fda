"""The result is right, but you used the caller's batch as scratch paper: after the call its pixels are gone. Index
assignment and methods that end in an underscore write into the tensor itself."""


def normalize_images(batch, mean, std):
    images = []
    for channel, (m, s) in enumerate(zip(mean, std)):
        images.append((batch[:, channel] / 255 - m) / s)
        batch[:, channel] = 0
    return torch.stack(images, dim=1)
