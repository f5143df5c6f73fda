"""You divide v by its length and multiply by it again. For a v of zeros that is 0/0, and H·0 is 0."""


def hessian_vector_product(f, x, v):
    leaf, v = x.detach().requires_grad_(), v.detach()
    (gradient,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    return torch.autograd.grad(gradient, leaf, v / v.norm())[0] * v.norm()
