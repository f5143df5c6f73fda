"""The gradient of (∇f · v), with the graph of the first gradient kept."""


def hessian_vector_product(f, x, v):
    at = x.detach().clone().requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(at), at, create_graph=True)
    dot = (gradient * v.detach()).sum()
    return torch.autograd.grad(dot, at)[0]
