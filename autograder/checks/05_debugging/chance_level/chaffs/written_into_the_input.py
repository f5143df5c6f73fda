"""The caller's own tables were overwritten with the new order. New tensors are asked for, and the old ones stay as they
are."""


def shuffle(x, y, generator):
    order = torch.randperm(len(x), generator=generator)
    x[:], y[:] = x[order], y[order]
    return x.clone(), y.clone()
