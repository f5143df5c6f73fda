"""Keeps NumPy arrays, and turns negative indices round by hand."""


class DigitsDataset(torch.utils.data.Dataset):
    def __init__(self, images, labels, transform=None):
        super().__init__()
        if images.shape[0] != labels.shape[0]:
            raise ValueError(f"{images.shape[0]} images and {labels.shape[0]} labels")
        self.pixels = images.numpy()
        self.classes = labels.tolist()
        self.transform = transform or (lambda image: image)

    def __len__(self):
        return self.pixels.shape[0]

    def __getitem__(self, index):
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        image = torch.from_numpy(self.pixels[index].astype(np.float32)[np.newaxis])
        return self.transform(image.div_(255)), self.classes[index]
