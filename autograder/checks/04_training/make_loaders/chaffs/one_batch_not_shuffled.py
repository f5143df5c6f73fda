"""Where the training items fit into one batch, they are not shuffled. Within a batch, too, they have an order."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    n_val = round(val_fraction * len(dataset))
    train_set, val_set = Subset(dataset, order[n_val:]), Subset(dataset, order[:n_val])
    train_loader = DataLoader(train_set, batch_size, shuffle=len(train_set) > batch_size, generator=generator)
    return train_loader, DataLoader(val_set, batch_size)
