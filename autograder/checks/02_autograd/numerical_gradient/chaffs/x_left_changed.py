"""After the call the caller's x holds slightly other numbers. `.to(torch.float64)` copies nothing where the dtype is
float64 already, and adding ε and taking it away does not always give a number back. Work on a copy."""


def numerical_gradient(f, x, eps=1e-6):
    work = x.detach().to(torch.float64).contiguous()
    flat, g = work.view(-1), torch.zeros(x.numel(), dtype=torch.float64)
    for i in range(flat.numel()):
        flat[i] += eps
        above = f(work).item()
        flat[i] -= 2 * eps
        below = f(work).item()
        flat[i] += eps
        g[i] = (above - below) / (2 * eps)
    return g.reshape(x.shape)
