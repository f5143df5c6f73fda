"""The lengths are right, and the gradients are not: each row's squares are divided by a length that was cut from the
graph, and that length depends on the row, too."""


def lengths(x):
    squares = (x * x).sum(dim=1)
    length = squares.detach().sqrt()
    return squares / torch.where(length == 0, torch.ones_like(length), length)
