"""After the call the caller's x requires grad, and did not before. Use a leaf of your own."""


def hessian_vector_product(f, x, v):
    x.requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(x), x, create_graph=True)
    return torch.autograd.grad((gradient * v).sum(), x)[0]
