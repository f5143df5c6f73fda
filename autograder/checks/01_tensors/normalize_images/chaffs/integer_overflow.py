"""You subtract while the pixels are still bytes. A byte cannot be negative: below 0 it goes on at 255. Convert to
float before you compute."""


def normalize_images(batch, mean, std):
    mean = torch.tensor([round(255 * m) for m in mean], dtype=torch.uint8).view(-1, 1, 1)
    std = torch.tensor(std).view(-1, 1, 1)
    return (batch - mean).float() / 255 / std
