"""You switch autograd off while f runs. What becomes of an f that uses autograd for itself?"""


def numerical_gradient(f, x, eps=1e-6):
    start = x.detach().double().flatten()
    slopes = torch.empty_like(start)
    for i, step in enumerate(eps * torch.eye(len(start), dtype=torch.float64)):
        with torch.no_grad():
            slopes[i] = (f((start + step).view(x.shape)) - f((start - step).view(x.shape))) / (2 * eps)
    return slopes.view(x.shape)
