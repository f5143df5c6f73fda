"""A forked global generator for the split, and one of its own for each loader."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    count = len(dataset)
    n_val = int(round(count * val_fraction))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        indices = torch.randperm(count)
    parts = {"val": indices[:n_val], "train": indices[n_val:]}
    sets = {name: Subset(dataset, rows.tolist()) for name, rows in parts.items()}
    train = DataLoader(
        sets["train"], batch_size=batch_size, shuffle=True, generator=torch.Generator().manual_seed(seed + 1)
    )
    return train, DataLoader(dataset=sets["val"], batch_size=batch_size, shuffle=False)
