"""The rows are shuffled, and the labels stay where they were. Both must go the same way."""


def shuffle(x, y, generator):
    order = torch.randperm(len(x), generator=generator)
    return x[order], y.clone()
