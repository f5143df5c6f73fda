"""A half is rounded up, which Python's round does not always do: it takes the even neighbour. The statement gives the
expression."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    held_back = int(val_fraction * len(dataset) + 0.5)
    validation, training = Subset(dataset, order[:held_back]), Subset(dataset, order[held_back:])
    train_loader = DataLoader(training, batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(validation, batch_size)
