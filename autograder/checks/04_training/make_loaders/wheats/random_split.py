"""random_split with lengths, and a generator for each purpose."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    n_val = round(val_fraction * len(dataset))
    train_set, val_set = torch.utils.data.random_split(
        dataset, [len(dataset) - n_val, n_val], generator=torch.Generator().manual_seed(seed)
    )
    order = torch.Generator()
    order.manual_seed(seed + 1)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True, generator=order)
    return train_loader, DataLoader(val_set, batch_size=batch_size, shuffle=False)
