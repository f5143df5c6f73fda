"""Your difference looks to one side only, from x to x + ε. A central one takes a step to either side: its error goes
with the square of ε."""


def numerical_gradient(f, x, eps=1e-6):
    base = x.detach().double().reshape(-1)
    g = torch.zeros_like(base)
    for i in range(base.numel()):
        step = torch.zeros_like(base)
        step[i] = eps
        g[i] = (f((base + step).reshape(x.shape)) - f(base.reshape(x.shape))).detach() / eps
    return g.reshape(x.shape)
