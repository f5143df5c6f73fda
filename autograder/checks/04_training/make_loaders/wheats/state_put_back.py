"""The global generator draws the split, in a fork that puts its state back."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        order = torch.randperm(len(dataset)).tolist()
        later = int(torch.randint(2**31, ()))
    n_train = len(dataset) - round(len(dataset) * val_fraction)
    generator = torch.Generator().manual_seed(later)
    train_loader = DataLoader(Subset(dataset, order[:n_train]), batch_size, True, generator=generator)
    return train_loader, DataLoader(Subset(dataset, order[n_train:]), batch_size)
