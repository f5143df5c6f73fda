"""A last batch of one item is left out. No item is to be dropped, however they fall into batches."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    held_back = round(val_fraction * len(dataset))
    validation, training = Subset(dataset, order[:held_back]), Subset(dataset, order[held_back:])
    train_loader = DataLoader(
        training, batch_size, shuffle=True, generator=generator, drop_last=len(training) % batch_size == 1
    )
    return train_loader, DataLoader(validation, batch_size)
