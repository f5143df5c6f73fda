"""The mistake of the ticket is still there: rows and labels are shuffled each in an order of its own. Follow one row:
where is its label afterwards?"""


def shuffle(x, y, generator):
    """The rows of x, shape (N, ...), and their labels y, shape (N,), in a new random order drawn from generator."""
    x = x[torch.randperm(len(x), generator=generator)]
    y = y[torch.randperm(len(y), generator=generator)]
    return x, y
