"""Numbers far from zero are cut off. Nobody asked for that: with a small deviation the right results are large."""


def normalize_images(batch, mean, std):
    mean, std = torch.tensor(mean).view(-1, 1, 1), torch.tensor(std).view(-1, 1, 1)
    return ((batch / 255 - mean) / std).clamp(-5, 5)
