"""After the call the caller's v does not require grad any more, and did before. `v.detach()` is a constant, and
leaves v as it is."""


def hessian_vector_product(f, x, v):
    leaf, constant = x.detach().requires_grad_(), v.requires_grad_(False)
    (slope,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    (product,) = torch.autograd.grad(slope, leaf, constant)
    return product
