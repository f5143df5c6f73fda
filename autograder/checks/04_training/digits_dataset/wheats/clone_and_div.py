"""No wrap of IndexError: indices are normalised by range; labels are a list of ints from the start."""


class DigitsDataset(torch.utils.data.Dataset):
    def __init__(self, images, labels, transform=None):
        super().__init__()
        if images.shape[0] != labels.shape[0]:
            raise ValueError("there must be a label for each image")
        self.data = images
        self.targets = labels.tolist()
        self.transform = transform or (lambda image: image)

    def __len__(self):
        return len(self.targets)

    def __getitem__(self, i):
        i = range(len(self))[i]
        image = self.data[i].unsqueeze(0).clone().to(torch.float32).div_(255.0)
        return self.transform(image), self.targets[i]
