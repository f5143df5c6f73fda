"""Changes one element of a float64 copy, and puts it back."""


def numerical_gradient(f, x, eps=1e-6):
    work = x.detach().clone(memory_format=torch.contiguous_format).double()
    flat, slopes = work.view(-1), torch.zeros(x.numel(), dtype=torch.float64)
    for i in range(flat.numel()):
        old = flat[i].item()
        flat[i] = old + eps
        above = float(f(work))
        flat[i] = old - eps
        below = float(f(work))
        flat[i] = old
        slopes[i] = (above - below) / (2 * eps)
    return slopes.view(x.shape)
