"""Backward with create_graph on a copy, and a second backward from the gradient with v upstream."""


def hessian_vector_product(f, x, v):
    copy = x.detach().clone().requires_grad_()
    f(copy).backward(create_graph=True)
    first = copy.grad
    copy.grad = None
    first.backward(gradient=v.detach())
    return copy.grad.detach()
