"""The order starts again from the seed in every epoch, so every epoch has the same one."""


class SeededOrder(torch.utils.data.Sampler):
    def __init__(self, count, seed):
        self.count, self.seed = count, seed

    def __len__(self):
        return self.count

    def __iter__(self):
        return iter(torch.randperm(self.count, generator=torch.Generator().manual_seed(self.seed)).tolist())


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    n_val = round(val_fraction * len(dataset))
    train_set, val_set = Subset(dataset, order[n_val:]), Subset(dataset, order[:n_val])
    train_loader = DataLoader(train_set, batch_size, sampler=SeededOrder(len(train_set), seed))
    return train_loader, DataLoader(val_set, batch_size)
