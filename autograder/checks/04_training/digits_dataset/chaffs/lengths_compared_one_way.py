"""Too few labels are refused, too many are not (or the other way round). Either way image and label may not belong
together."""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if len(labels) < len(images):
            raise ValueError(f"{len(images)} images and {len(labels)} labels")
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        if not -len(self) <= i < len(self):
            raise IndexError(i)
        image = self.images[i][None].float() / 255
        if self.transform is not None:
            image = self.transform(image)
        return image, int(self.labels[i % len(self)])
