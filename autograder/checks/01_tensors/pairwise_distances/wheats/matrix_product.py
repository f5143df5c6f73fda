"""The binomial formula with a matrix product; what falls below zero is raised to it."""


def pairwise_squared_distances(a, b):
    d = a.pow(2).sum(1, keepdim=True) + b.pow(2).sum(1) - 2 * torch.mm(a, b.t())
    return d.clamp_(min=0)
