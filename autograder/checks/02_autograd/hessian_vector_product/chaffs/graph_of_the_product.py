"""Your result carries a graph. Only the first gradient is differentiated again; the second one is the answer."""


def hessian_vector_product(f, x, v):
    at = x.detach().clone().requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(at), at, create_graph=True)
    return torch.autograd.grad((gradient * v.detach()).sum(), at, create_graph=True)[0]
