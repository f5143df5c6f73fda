"""Training and validation items were drawn independently of each other, so some are in both and some in neither."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    n_val = round(val_fraction * len(dataset))
    train_set, val_set = (
        Subset(dataset, order[n_val:]),
        Subset(dataset, torch.randperm(len(dataset), generator=generator)[:n_val].tolist()),
    )
    train_loader = DataLoader(train_set, batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(val_set, batch_size)
