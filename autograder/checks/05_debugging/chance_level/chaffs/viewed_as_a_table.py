"""The rows are viewed as lines of a table, which some tensors cannot be: a view asks how numbers lie in memory. An
index moves rows of any shape."""


def shuffle(x, y, generator):
    order = torch.randperm(len(x), generator=generator)
    return x.view(len(x), -1)[order].view(x.shape), y[order]
