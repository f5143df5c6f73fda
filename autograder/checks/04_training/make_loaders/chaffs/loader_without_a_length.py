"""The training loader cannot say how many batches it has: `len(loader)` is an error, since your sampler has no
`__len__`."""


class _Shuffled:
    def __init__(self, indices, generator):
        self.indices, self.generator = indices, generator

    def __iter__(self):
        for place in torch.randperm(len(self.indices), generator=self.generator).tolist():
            yield self.indices[place]


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    indices = torch.randperm(len(dataset), generator=generator).tolist()
    size = round(val_fraction * len(dataset))
    train_loader = DataLoader(dataset, batch_size, sampler=_Shuffled(indices[size:], generator))
    return train_loader, DataLoader(Subset(dataset, indices[:size]), batch_size)
