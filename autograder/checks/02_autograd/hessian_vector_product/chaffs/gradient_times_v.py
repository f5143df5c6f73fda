"""You return the gradient times v: first derivatives only. How does the gradient itself change along v?"""


def hessian_vector_product(f, x, v):
    at = x.detach().clone().requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(at), at)
    return gradient * v.detach()
