"""All images are converted to float when the dataset is made, and kept so: four times the memory of the bytes. Which
work belongs into `__getitem__`?
"""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if len(images) != len(labels):
            raise ValueError(f"{len(images)} images, {len(labels)} labels")
        self.images = images.unsqueeze(1).float() / 255
        self.labels = labels
        self.transform = transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = self.images[i]
        if self.transform is not None:
            image = self.transform(image)
        return image, int(self.labels[i])
