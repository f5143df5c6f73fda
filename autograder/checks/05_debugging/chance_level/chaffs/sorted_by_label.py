"""The rows are in order, sorted by their labels. Each has its own, and nothing is random any more."""


def shuffle(x, y, generator):
    order = y.argsort(stable=True)
    return x[order], y[order]
