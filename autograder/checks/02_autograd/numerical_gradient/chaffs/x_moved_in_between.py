"""You move the caller's own x and put it back. While f runs it holds other numbers, and f may look at it, too: what is
the distance from x to x? `.to(torch.float64)` copies nothing where the dtype is float64 already."""


def numerical_gradient(f, x, eps=1e-6):
    work = x.detach().to(torch.float64)
    g = torch.zeros(x.shape, dtype=torch.float64)
    for index in np.ndindex(*x.shape):
        old = work[index].item()
        work[index] = old + eps
        above = f(work).item()
        work[index] = old - eps
        g[index] = (above - f(work).item()) / (2 * eps)
        work[index] = old
    return g
