"""Your result contains the first gradient, too: it was still lying in `.grad` when the second backward added to it."""


def hessian_vector_product(f, x, v):
    at = x.detach().clone().requires_grad_(True)
    f(at).backward(create_graph=True)
    (at.grad * v.detach()).sum().backward()
    return at.grad.detach().clone()
