"""You go through x with a loop, which a tensor without dimensions does not allow. x may have any shape: PyTorch's
functions take all elements at once, whatever the shape."""


def logistic_bump(x):
    return torch.stack([torch.sigmoid(2 * z) * torch.sigmoid(-2 * z) for z in x])


def logistic_bump_grad(x):
    slopes = []
    for z in x:
        s = torch.sigmoid(2 * z)
        slopes.append(2 * s * (1 - s) * (1 - 2 * s))
    return torch.stack(slopes)
