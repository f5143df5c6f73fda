"""You turned the tensors into lists and loop over them in Python, which is hundreds of times slower than one tensor
operation. Let broadcasting meet all pairs."""


def pairwise_squared_distances(a, b):
    rows = [[sum((p - q) ** 2 for p, q in zip(u, v)) for v in b.tolist()] for u in a.tolist()]
    return torch.tensor(rows, dtype=a.dtype)
