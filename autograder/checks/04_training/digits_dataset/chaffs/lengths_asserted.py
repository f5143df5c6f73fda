"""Different lengths raise an AssertionError; the statement asks for a ValueError. (Asserts also vanish under
`python -O`.)"""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        assert len(images) == len(labels)
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = self.images[i].unsqueeze(0).float() / 255
        if self.transform is not None:
            image = self.transform(image)
        return image, int(self.labels[i])
