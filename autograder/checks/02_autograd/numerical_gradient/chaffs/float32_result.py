"""Your result is float32, or went through it. It is float64, like the calculation."""


def numerical_gradient(f, x, eps=1e-6):
    base = x.detach().double().reshape(-1)
    g = torch.zeros(base.numel())
    for i in range(base.numel()):
        step = torch.zeros_like(base)
        step[i] = eps
        g[i] = (f((base + step).reshape(x.shape)) - f((base - step).reshape(x.shape))).detach() / (2 * eps)
    return g.reshape(x.shape)
