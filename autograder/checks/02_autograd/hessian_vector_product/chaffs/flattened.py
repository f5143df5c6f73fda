"""Your result has another shape than x."""


def hessian_vector_product(f, x, v):
    at = x.detach().clone().requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(at), at, create_graph=True)
    return torch.autograd.grad((gradient * v.detach()).sum(), at)[0].reshape(-1)
