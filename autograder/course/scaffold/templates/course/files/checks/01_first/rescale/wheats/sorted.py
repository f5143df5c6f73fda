"""The ends of the sorted values."""


def rescale(x):
    ordered = x.flatten().sort().values
    return torch.lerp(torch.zeros_like(x), torch.ones_like(x), (x - ordered[0]) / (ordered[-1] - ordered[0]))
