"""A convolution with one number a channel scales and shifts."""


def normalize_images(batch, mean, std):
    c = len(mean)
    m, s = torch.tensor(mean, dtype=torch.float64), torch.tensor(std, dtype=torch.float64)
    y = torch.nn.functional.conv2d(batch.double(), (1 / (255 * s)).view(c, 1, 1, 1), bias=-m / s, groups=c)
    return y.float()
