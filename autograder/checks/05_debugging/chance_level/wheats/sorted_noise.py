"""The order in which random numbers are sorted."""


def shuffle(x, y, generator):
    order = torch.rand(len(y), generator=generator, dtype=torch.float64).argsort()
    return x.index_select(0, order), y.index_select(0, order)
