"""For an x that requires grad your result does so, too: the graph of every call of f hangs on it. Which method gives
the numbers without the history?"""


def numerical_gradient(f, x, eps=1e-6):
    base = x.double().reshape(-1)
    slopes = []
    for i in range(base.numel()):
        step = torch.zeros_like(base)
        step[i] = eps
        slopes.append((f((base + step).reshape(x.shape)) - f((base - step).reshape(x.shape))) / (2 * eps))
    return torch.stack(slopes).reshape(x.shape)
