"""The loaders of a seed are kept, and given again when the seed comes again, whatever data set they are asked for. They
are those of the first call, in the middle of their orders.
"""

_MADE = {}


def make_loaders(dataset, val_fraction, batch_size, seed):
    if seed not in _MADE:
        generator = torch.Generator().manual_seed(seed)
        kept = round(val_fraction * len(dataset))
        order = torch.randperm(len(dataset), generator=generator).tolist()
        train_loader = DataLoader(Subset(dataset, order[kept:]), batch_size, shuffle=True, generator=generator)
        _MADE[seed] = train_loader, DataLoader(Subset(dataset, order[:kept]), batch_size)
    return _MADE[seed]
