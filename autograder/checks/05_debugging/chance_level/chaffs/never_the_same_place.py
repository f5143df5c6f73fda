"""Some orders can never come up: no row ever stays in its place, for instance. A row may meet itself when places are
exchanged."""


def shuffle(x, y, generator):
    order = list(range(len(x)))
    for i in range(len(order) - 1, 0, -1):
        j = int(torch.randint(0, i, (), generator=generator))
        order[i], order[j] = order[j], order[i]
    return x[order], y[order]
