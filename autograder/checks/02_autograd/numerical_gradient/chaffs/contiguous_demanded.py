"""For an x that is not contiguous your function fails: `view` never copies, and needs numbers that lie in order."""


def numerical_gradient(f, x, eps=1e-6):
    base = x.detach().double().view(-1)
    g = torch.zeros_like(base)
    for i in range(base.numel()):
        step = torch.zeros_like(base)
        step[i] = eps
        g[i] = (f((base + step).view(x.shape)) - f((base - step).view(x.shape))).detach() / (2 * eps)
    return g.view(x.shape)
