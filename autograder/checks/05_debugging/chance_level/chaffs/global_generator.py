"""The order is drawn from the random state that all code shares: the generator that is given does not decide it."""


def shuffle(x, y, generator):
    order = torch.randperm(len(x))
    return x[order], y[order]
