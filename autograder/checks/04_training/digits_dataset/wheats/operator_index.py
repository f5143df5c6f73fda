"""A NamedTuple as the item, try and except around the index, a product with 1 / 255 in double precision."""

from typing import NamedTuple


class Item(NamedTuple):
    image: torch.Tensor
    label: int


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        pairs = (len(images), len(labels))
        if len(set(pairs)) > 1:
            raise ValueError("lengths differ: {} and {}".format(*pairs))
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return self.images.size(0)

    def __getitem__(self, i):
        try:
            raw, label = self.images[i], self.labels[i].item()
        except IndexError as error:
            raise IndexError("dataset index out of range") from error
        image = torch.mul(raw.reshape(1, 28, 28).double(), 1 / 255).float()
        return Item(image if self.transform is None else self.transform(image), label)
