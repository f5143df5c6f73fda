"""Goes through all index tuples, as np.ndindex lists them."""


def numerical_gradient(f, x, eps=1e-6):
    base = x.detach().double()
    result = torch.empty(x.shape, dtype=torch.float64)
    for index in np.ndindex(*x.shape):
        up, down = base.clone(), base.clone()
        up[index] += eps
        down[index] -= eps
        result[index] = (f(up).item() - f(down).item()) / (2 * eps)
    return result
