"""Lets einsum multiply the differences by themselves and add them up."""


def pairwise_squared_distances(a, b):
    difference = a.unsqueeze(1) - b.unsqueeze(0)
    return torch.einsum("nmd,nmd->nm", difference, difference)
