"""The transform gets an image without its channel, which is put on afterwards. It is to get what an item would be
without it."""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if len(images) != len(labels):
            raise ValueError(f"{len(images)} images and {len(labels)} labels")
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        if not -len(self) <= i < len(self):
            raise IndexError(i)
        image = self.images[i].float() / 255
        if self.transform is not None:
            image = self.transform(image)
        return image[None], int(self.labels[i])
