"""The validation loader has the generator of the training loader, and draws from it each time it is started. So the
training orders depend on how often somebody validates."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    held_back = round(val_fraction * len(dataset))
    validation, training = Subset(dataset, order[:held_back]), Subset(dataset, order[held_back:])
    train_loader = DataLoader(training, batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(validation, batch_size, generator=generator)
