"""All images are converted to float when the dataset is made, and kept so: four times the memory of the bytes. Which
work belongs into `__getitem__`?
"""


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        if images.size(0) != labels.size(0):
            raise ValueError("each image needs a label")
        self.pairs = [
            (torch.from_numpy(image.numpy()[None].astype(np.float32) / 255), label.item())
            for image, label in zip(images, labels)
        ]
        self.transform = transform

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, i):
        image, label = self.pairs[i]
        return (image, label) if self.transform is None else (self.transform(image), label)
