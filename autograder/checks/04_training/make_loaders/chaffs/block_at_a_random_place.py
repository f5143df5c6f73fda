"""The validation items are neighbours: a block, of which the place alone is drawn. Of a data set that is sorted it
holds whole classes back. How is each item drawn by itself?"""


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    count, size = len(dataset), round(val_fraction * len(dataset))
    first = int(torch.randint(0, count, (), generator=generator))
    indices = [(first + place) % count for place in range(count)]
    train_loader = DataLoader(Subset(dataset, indices[size:]), batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(Subset(dataset, indices[:size]), batch_size)
