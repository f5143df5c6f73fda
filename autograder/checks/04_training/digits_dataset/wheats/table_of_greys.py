"""A table of the 256 grey levels is made once, in the constructor; the bytes are kept in a TensorDataset."""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if len(images) != len(labels):
            raise ValueError(f"{len(images)} images and {len(labels)} labels")
        self.greys = torch.arange(256, dtype=torch.float32) / 255
        self.pairs = TensorDataset(images.reshape(-1, 1, 28, 28), labels)
        self.transform = transform

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, i):
        image, label = self.pairs[i]
        image = self.greys[image.long()]
        return (self.transform(image) if self.transform else image), int(label)
