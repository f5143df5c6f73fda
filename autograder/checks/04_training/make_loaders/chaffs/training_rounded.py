"""The number of training items was rounded, and the rest validates. Where both end in a half, that is another
number: it is the validation items whose number is rounded."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    size = round(len(dataset) * (1 - val_fraction))
    train = DataLoader(Subset(dataset, order[:size]), batch_size, shuffle=True, generator=generator)
    return train, DataLoader(Subset(dataset, order[size:]), batch_size)
