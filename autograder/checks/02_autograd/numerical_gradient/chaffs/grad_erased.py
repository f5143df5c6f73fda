"""The `.grad` that x had before the call is gone. No gradient of autograd's takes part here, so there is nothing to
clear."""


def numerical_gradient(f, x, eps=1e-6):
    del x.grad
    point = x.detach().double().reshape(-1)
    slopes = []
    for i in range(point.numel()):
        step = torch.zeros_like(point)
        step[i] = eps
        above, below = (f(moved.reshape(x.shape)).item() for moved in (point + step, point - step))
        slopes.append((above - below) / (2 * eps))
    return torch.tensor(slopes, dtype=torch.float64).reshape(x.shape)
