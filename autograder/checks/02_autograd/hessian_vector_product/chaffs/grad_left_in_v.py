"""v may require grad as well, and your `backward()` leaves a gradient in it. v is a constant here: `detach()` it,
or ask for the gradient of x alone."""


def hessian_vector_product(f, x, v):
    leaf = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    (gradient * v).sum().backward()
    return leaf.grad
