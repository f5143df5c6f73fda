"""On its way to a constant your v becomes float32, and a float64 v loses half of its digits. A tensor made of Python
numbers has the default dtype; `detach()` keeps v as it is."""


def hessian_vector_product(f, x, v):
    constant = torch.tensor(v.tolist())
    leaf = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    return torch.autograd.grad((gradient * constant).sum(), leaf)[0]
