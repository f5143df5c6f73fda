"""The number of training items was cut off, and the rest validates: that rounds the validation items up. It is their
number that is rounded, and to the nearest integer."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    size = int(len(dataset) * (1 - val_fraction))
    train = DataLoader(Subset(dataset, order[:size]), batch_size, shuffle=True, generator=generator)
    return train, DataLoader(Subset(dataset, order[size:]), batch_size)
