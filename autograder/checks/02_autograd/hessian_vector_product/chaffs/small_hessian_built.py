"""Where x is short you build the Hessian, or go through its rows, and only for a long x you take the product of a
gradient with v. The short way is right for every length, and needs no second one beside it."""


def hessian_vector_product(f, x, v):
    x, v, n = x.detach(), v.detach(), x.numel()
    if n <= 1000:
        H = torch.autograd.functional.hessian(f, x).reshape(n, n)
        return (H @ v.reshape(-1)).reshape(x.shape)
    leaf = x.clone().requires_grad_()
    (slope,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    return torch.autograd.grad(slope, leaf, v)[0]
