"""Short rows have a length and no gradient. Only at a row of zeros is the gradient 0."""


def lengths(x):
    found = []
    for row in x:
        square = (row * row).sum()
        found.append((square if square.item() > 1e-8 else square.detach()).sqrt())
    return torch.stack(found)
