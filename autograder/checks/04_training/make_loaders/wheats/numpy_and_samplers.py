"""NumPy draws the split; samplers of indices serve it. The validation batches are larger, which nobody forbids."""


def make_loaders(dataset, val_fraction, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(dataset)).tolist()
    n_val = round(val_fraction * len(dataset))
    sampler = torch.utils.data.SubsetRandomSampler(order[n_val:], generator=torch.Generator().manual_seed(seed))
    train_loader = DataLoader(dataset, batch_size, sampler=sampler)
    return train_loader, DataLoader(Subset(dataset, sorted(order[:n_val])), 2 * batch_size)
