"""An optimizer clears the gradient, and the readings go into a list."""


def accumulation(theta):
    leaf = nn.Parameter(torch.tensor([theta], dtype=torch.float64))
    sgd = torch.optim.SGD([leaf], lr=0.1)
    readings = []
    for step in range(3):
        if step == 2:
            sgd.zero_grad()
        (leaf * leaf * leaf).sum().backward()
        readings.append(float(leaf.grad))
    return tuple(readings)
