"""What the transform returns is made float32 and of shape (1, 28, 28) once more. It may be of another shape and dtype:
the item holds it as it is.
"""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if len(images) != len(labels):
            raise ValueError(f"{len(images)} images and {len(labels)} labels")
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = self.images[i][None].float() / 255
        if self.transform is not None:
            image = self.transform(image)
        return image.float().reshape(1, 28, 28), int(self.labels[i])
