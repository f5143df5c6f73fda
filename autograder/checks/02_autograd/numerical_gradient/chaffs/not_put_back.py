"""Your slopes are taken at other and other points: an element that was changed stays changed while the next ones have
their turn. Put it back before you go on."""


def numerical_gradient(f, x, eps=1e-6):
    work = x.detach().double().clone().contiguous()
    flat, g = work.view(-1), torch.zeros(x.numel(), dtype=torch.float64)
    for i in range(flat.numel()):
        flat[i] += eps
        above = f(work).item()
        flat[i] -= 2 * eps
        below = f(work).item()
        g[i] = (above - below) / (2 * eps)
    return g.reshape(x.shape)
