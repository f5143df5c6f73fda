"""The seed decides the order of the batches, but the split is always the same one."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(0)).tolist()
    n_val = round(val_fraction * len(dataset))
    train_set, val_set = Subset(dataset, order[n_val:]), Subset(dataset, order[:n_val])
    train_loader = DataLoader(train_set, batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(val_set, batch_size)
