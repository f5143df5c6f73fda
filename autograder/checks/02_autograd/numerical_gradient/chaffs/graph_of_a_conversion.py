"""For a `float32` x that requires grad your result does so, too: a conversion makes a new tensor, and is recorded.
Detach whatever the dtype is."""


def numerical_gradient(f, x, eps=1e-6):
    point = x.detach().clone() if x.dtype == torch.float64 else x.double()
    point = point.reshape(-1)
    slopes = torch.zeros_like(point)
    for i in range(point.numel()):
        step = torch.zeros_like(point)
        step[i] = eps
        above, below = (f(moved.reshape(x.shape)) for moved in (point + step, point - step))
        slopes[i] = (above - below) / (2 * eps)
    slopes = slopes.detach() if x.dtype == torch.float64 else slopes
    return slopes.reshape(x.shape)
