"""The seed of PyTorch's random numbers is set on the way, and all other code shares it. Who asked for that?"""


def lengths(x):
    torch.manual_seed(0)
    return torch.linalg.vector_norm(x, dim=1)
