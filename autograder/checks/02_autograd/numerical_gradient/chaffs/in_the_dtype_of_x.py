"""For a float32 x your slopes are noise: two values of f that agree in six digits were subtracted. Call f in
float64."""


def numerical_gradient(f, x, eps=1e-6):
    base = x.detach().reshape(-1)
    g = torch.zeros(base.numel(), dtype=torch.float64)
    for i in range(base.numel()):
        step = torch.zeros_like(base)
        step[i] = eps
        g[i] = (f((base + step).reshape(x.shape)) - f((base - step).reshape(x.shape))).detach() / (2 * eps)
    return g.reshape(x.shape)
