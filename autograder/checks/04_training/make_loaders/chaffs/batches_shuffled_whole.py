"""The items are cut into batches once, and it is these that are shuffled: the same items stay together in every epoch,
and the batch that is smaller comes anywhere. Shuffle the items."""


class _Batches:
    def __init__(self, indices, batch_size, generator):
        self.batches = [indices[start : start + batch_size] for start in range(0, len(indices), batch_size)]
        self.generator = generator

    def __len__(self):
        return len(self.batches)

    def __iter__(self):
        for place in torch.randperm(len(self.batches), generator=self.generator).tolist():
            yield self.batches[place]


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    indices = torch.randperm(len(dataset), generator=generator).tolist()
    size = round(val_fraction * len(dataset))
    train_loader = DataLoader(dataset, batch_sampler=_Batches(indices[size:], batch_size, generator))
    return train_loader, DataLoader(Subset(dataset, indices[:size]), batch_size)
