"""Statistics of shape (C,) line up with the *last* dimension, which is the width. If the width happens to equal C
you get no error, and stripes. Which shape lines up with the channels?"""


def normalize_images(batch, mean, std):
    return (batch.float() / 255 - torch.tensor(mean)) / torch.tensor(std)
