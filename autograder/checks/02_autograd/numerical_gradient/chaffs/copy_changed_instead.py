"""For an x that is not contiguous your slopes are 0: `reshape` and `flatten` copy where they cannot give a view, and
you change the copy while f sees the original."""


def numerical_gradient(f, x, eps=1e-6):
    work = x.detach().clone().double()
    flat, g = work.reshape(-1), torch.zeros(x.numel(), dtype=torch.float64)
    for i in range(flat.numel()):
        old = flat[i].item()
        flat[i] = old + eps
        above = f(work).item()
        flat[i] = old - eps
        below = f(work).item()
        flat[i] = old
        g[i] = (above - below) / (2 * eps)
    return g.reshape(x.shape)
