"""For a matrix you move a whole row at once. Each *element* takes its own step, however many dimensions there are."""


def numerical_gradient(f, x, eps=1e-6):
    base = x.detach().double()
    g = torch.zeros_like(base)
    for i in range(len(base)):
        step = torch.zeros_like(base)
        step[i] = eps
        g[i] = (f(base + step) - f(base - step)).detach() / (2 * eps)
    return g
