"""f may have weights of its own that require grad, and so do its results then. You put these into your own tensor,
which becomes part of their graph: take the number alone."""


def numerical_gradient(f, x, eps=1e-6):
    point = x.detach().to(torch.float64).reshape(-1)
    slopes = torch.zeros_like(point)
    for i in range(point.numel()):
        step = torch.zeros_like(point)
        step[i] = eps
        slopes[i] = (f((point + step).reshape(x.shape)) - f((point - step).reshape(x.shape))) / (2 * eps)
    return slopes.reshape(x.shape)
