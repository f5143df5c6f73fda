"""All items are fetched while the loaders are made. With a random transform that draws from the
global generator, and every epoch shows the same pictures. Who asks for an item, and when?"""


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    held_back = round(val_fraction * len(dataset))
    validation = [dataset[i] for i in order[:held_back]]
    training = [dataset[i] for i in order[held_back:]]
    train_loader = DataLoader(training, batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(validation, batch_size)
