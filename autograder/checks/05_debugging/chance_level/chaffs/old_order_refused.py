"""The order in which the rows came is refused, and another one is drawn instead. All orders are equally likely, the
old one is one of them."""


def shuffle(x, y, generator):
    n = len(y)
    while True:
        order = torch.randperm(n, generator=generator)
        if n < 2 or bool((order != torch.arange(n)).any()):
            return x[order], y[order]
