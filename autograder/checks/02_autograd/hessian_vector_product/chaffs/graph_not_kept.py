"""Your first gradient has no graph, so it cannot be differentiated again. Which argument asks for one? (To *retain* the
old graph is not enough.)"""


def hessian_vector_product(f, x, v):
    at = x.detach().clone().requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(at), at, retain_graph=True)
    return torch.autograd.grad((gradient * v).sum(), at)[0]
