"""The label is a tensor without dimensions; a Python int is asked for."""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if len(images) != len(labels):
            raise ValueError("images and labels differ in length")
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = self.images[i].unsqueeze(0).float() / 255
        if self.transform is not None:
            image = self.transform(image)
        return image, self.labels[i]
