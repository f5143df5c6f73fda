"""The labels go the opposite way: an order and the order that undoes it are two orders."""


def shuffle(x, y, generator):
    order = torch.randperm(len(x), generator=generator)
    return x[order], y[order.argsort()]
