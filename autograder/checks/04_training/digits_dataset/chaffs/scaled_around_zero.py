"""The images are scaled to −1 … 1. What does a byte of 0 become, and what does one of 255?"""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if len(images) != len(labels):
            raise ValueError("lengths differ")
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = self.images[i][None].float() / 127.5 - 1
        if self.transform is not None:
            image = self.transform(image)
        return image, int(self.labels[i])
