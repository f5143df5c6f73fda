"""The float image of an item is kept and handed out again: a transform that works in place, or whoever writes into the
image, changes what comes the next time. Bytes are to be kept; the floats are made for each request."""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if len(images) != len(labels):
            raise ValueError("images and labels differ in length")
        self.images, self.labels, self.transform, self.floats = images, labels, transform, {}

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        if not -len(self) <= i < len(self):
            raise IndexError(i)
        if i not in self.floats:
            self.floats[i] = self.images[i].unsqueeze(0).float() / 255
        image = self.floats[i]
        if self.transform is not None:
            image = self.transform(image)
        return image, int(self.labels[i])
