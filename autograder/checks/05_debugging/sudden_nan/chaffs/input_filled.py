"""Whose tensor is x? The result is right, and what has become of the rows of zeros?"""


def lengths(x):
    zero = (x == 0).all(dim=1)
    with torch.no_grad():
        x[zero] = 1.0
    return (x * x).sum(dim=1).sqrt() * ~zero
