"""You hand f a flat tensor. f takes a tensor like x: it may add up rows, or pick a column."""


def hessian_vector_product(f, x, v):
    at = x.detach().clone().reshape(-1).requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(at), at, create_graph=True)
    return torch.autograd.grad(gradient @ v.detach().reshape(-1), at)[0].reshape(x.shape)
