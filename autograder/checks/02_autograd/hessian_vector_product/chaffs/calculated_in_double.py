"""f is handed a float64 tensor, also where x is float32. It may hold float32 tensors of its own: hand it a tensor like
x."""


def hessian_vector_product(f, x, v):
    leaf = x.detach().double().requires_grad_()
    (gradient,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    (product,) = torch.autograd.grad(gradient, leaf, v.detach().double())
    return product.to(x.dtype)
