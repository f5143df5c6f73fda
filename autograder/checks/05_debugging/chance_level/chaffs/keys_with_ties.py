"""All orders come up, and some of them far more often than others: the draw behind the order has outcomes that lead to
the same order, and not equally many for each. Which function draws an order?"""


def shuffle(x, y, generator):
    keys = torch.randint(0, len(x), (len(x),), generator=generator)
    order = torch.sort(keys, stable=True).indices
    return x[order], y[order]
