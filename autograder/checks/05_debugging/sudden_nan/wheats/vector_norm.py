"""PyTorch's norm, whose gradient at 0 is 0."""


def lengths(x):
    return torch.linalg.vector_norm(x, dim=1)
