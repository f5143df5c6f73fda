"""An image is divided by 255 only where it holds a number above 1. An image of the bytes 0 and 1 alone is nearly black,
and comes back with white in it."""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if len(images) != len(labels):
            raise ValueError("images and labels differ in length")
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = self.images[i].unsqueeze(0).float()
        if image.max() > 1:
            image = image / 255
        if self.transform is not None:
            image = self.transform(image)
        return image, int(self.labels[i])
