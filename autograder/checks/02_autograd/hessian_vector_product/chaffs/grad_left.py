"""After the call the caller's x has another `.grad`. `backward` puts its gradients into the leaves; use a leaf of
your own, or a function that returns them."""


def hessian_vector_product(f, x, v):
    flag = x.requires_grad
    x.requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(x), x, create_graph=True)
    x.grad = torch.zeros_like(x)
    (gradient * v).sum().backward()
    result = x.grad.clone()
    x.requires_grad_(flag)
    return result
