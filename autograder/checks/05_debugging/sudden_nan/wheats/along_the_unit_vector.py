"""The row times its own direction, which counts as a constant: its slope is that direction."""


def lengths(x):
    with torch.no_grad():
        n = (x * x).sum(1).sqrt()
        unit = x / torch.where(n > 0, n, 1.0)[:, None]
    return (x * unit).sum(1)
