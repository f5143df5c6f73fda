"""Points made in NumPy, turned into tensors for f."""


def numerical_gradient(f, x, eps=1e-6):
    a = np.array(x.detach().tolist(), dtype=np.float64)
    g = np.zeros_like(a)
    for i in range(a.size):
        b = a.flatten()
        b[i] += eps
        c = a.flatten()
        c[i] -= eps
        both = [f(torch.tensor(point.reshape(a.shape))).item() for point in (b, c)]
        g.flat[i] = (both[0] - both[1]) / eps / 2
    return torch.tensor(g)
