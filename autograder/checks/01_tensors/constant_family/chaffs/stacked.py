"""You return one tensor that holds all three. A tuple of three tensors is asked for."""


def constant_family(x, value):
    return torch.stack([torch.zeros_like(x), torch.ones_like(x), torch.full_like(x, value)])
