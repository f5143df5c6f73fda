"""After the call the caller's x does not require grad any more, and did before. Use a leaf of your own."""


def hessian_vector_product(f, x, v):
    x.requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(x), x, create_graph=True)
    (product,) = torch.autograd.grad(gradient, x, v.detach())
    x.requires_grad_(False)
    return product
