"""The items are shuffled once, and each epoch only begins at another place of that one order: neighbours stay
neighbours. A new order is drawn for each epoch."""


class Round(torch.utils.data.Sampler):
    def __init__(self, order):
        self.order = order

    def __len__(self):
        return len(self.order)

    def __iter__(self):
        self.order = self.order[len(self.order) // 3 :] + self.order[: len(self.order) // 3]
        return iter(self.order)


def make_loaders(dataset, val_fraction, batch_size, seed):
    order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()
    n = len(dataset) - round(val_fraction * len(dataset))
    train, val = Subset(dataset, order[:n]), Subset(dataset, order[n:])
    shuffled = torch.randperm(n, generator=torch.Generator().manual_seed(seed + 1)).tolist()
    return DataLoader(train, batch_size, sampler=Round(shuffled)), DataLoader(val, batch_size)
