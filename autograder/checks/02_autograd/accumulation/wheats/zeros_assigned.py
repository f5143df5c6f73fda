"""Clears by a new tensor of zeros, and calculates from other names for the same leaf."""


def accumulation(theta):
    leaf = torch.tensor([theta], dtype=torch.float64, requires_grad=True)
    seen = []
    for turn in range(3):
        x = leaf[0]
        if turn == 2:
            leaf.grad = torch.zeros_like(leaf)
        (x * x * x).backward()
        seen.append(float(leaf.grad))
    return seen[0], seen[1], seen[2]
