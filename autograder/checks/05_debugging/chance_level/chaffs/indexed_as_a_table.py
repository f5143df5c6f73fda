"""An index with a comma, `x[order, :]`, asks for a second dimension, and rows may have none. One index takes rows of
any shape."""


def shuffle(x, y, generator):
    order = torch.randperm(x.shape[0], generator=generator)
    return x[order, :], y[order]
