"""An item is kept once it was made, and handed out again: a random transform acts on it once, and what somebody
writes into the image is still there the next time. The floats of all items that were asked for pile up, too.
"""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if len(images) != len(labels):
            raise ValueError("images and labels differ in length")
        self.images, self.labels, self.transform, self.known = images, labels, transform, {}

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        if not -len(self) <= i < len(self):
            raise IndexError(i)
        if i not in self.known:
            image = self.images[i].unsqueeze(0).float() / 255
            if self.transform is not None:
                image = self.transform(image)
            self.known[i] = image, int(self.labels[i])
        return self.known[i]
