"""You divide by the deviation that estimates a larger population from a sample (N − 1 below the sum). The
population deviation, with N, is asked for: see the argument `correction`."""


def standardize(x, eps=1e-6):
    return (x - x.mean(dim=0, keepdim=True)) / (x.std(dim=0, keepdim=True) + eps)
