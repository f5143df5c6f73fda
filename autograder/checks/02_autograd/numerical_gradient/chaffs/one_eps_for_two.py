"""Your slopes are twice as steep as they should be: how far apart are the two points?"""


def numerical_gradient(f, x, eps=1e-6):
    base = x.detach().double().reshape(-1)
    g = torch.zeros_like(base)
    for i in range(base.numel()):
        step = torch.zeros_like(base)
        step[i] = eps
        g[i] = (f((base + step).reshape(x.shape)) - f((base - step).reshape(x.shape))).detach() / eps
    return g.reshape(x.shape)
