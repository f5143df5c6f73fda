"""You call f with flattened tensors. It takes tensors with the shape of x."""


def numerical_gradient(f, x, eps=1e-6):
    base = x.detach().double().reshape(-1)
    g = torch.zeros_like(base)
    for i in range(base.numel()):
        step = torch.zeros_like(base)
        step[i] = eps
        g[i] = (f(base + step) - f(base - step)).detach() / (2 * eps)
    return g.reshape(x.shape)
