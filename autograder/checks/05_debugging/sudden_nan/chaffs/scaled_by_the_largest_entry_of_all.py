"""All rows are divided by the largest entry of the table. Where every row is zero, that is 0 / 0."""


def lengths(x):
    scale = x.detach().abs().max()
    return torch.linalg.vector_norm(x / scale, dim=1) * scale
