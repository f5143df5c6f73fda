"""`torch.manual_seed` sets the random state that all code shares. Use a generator of your own."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    n_val = round(val_fraction * len(dataset))
    train_set, val_set = Subset(dataset, order[n_val:]), Subset(dataset, order[:n_val])
    train_loader = DataLoader(train_set, batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(val_set, batch_size)
