"""You add up the rows of the Hessian and multiply by v afterwards. v belongs inside, before the second gradient is
taken."""


def hessian_vector_product(f, x, v):
    at = x.detach().clone().requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(at), at, create_graph=True)
    return torch.autograd.grad(gradient.sum(), at)[0] * v.detach()
