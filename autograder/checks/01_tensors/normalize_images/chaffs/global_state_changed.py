"""Your function changes something that all other code shares: a random state, or a default of PyTorch's. Whoever
calls it gets other random numbers or other dtypes from then on. Leave what is global alone."""


def normalize_images(batch, mean, std):
    torch.set_default_dtype(torch.float64)
    mean = torch.tensor(mean).view(-1, 1, 1)
    std = torch.tensor(std).view(-1, 1, 1)
    return ((batch.double() / 255 - mean) / std).to(torch.float32)
