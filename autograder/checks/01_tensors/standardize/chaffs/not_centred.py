"""Every column has deviation 1 now, and still an offset. Subtract the mean before you divide."""


def standardize(x, eps=1e-6):
    return x / (x.std(dim=0, correction=0, keepdim=True) + eps)
