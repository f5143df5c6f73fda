"""What you differentiate at is a clone of x that still has the history of x, so the second backward goes on to the
caller's x, and the clone, which is no leaf, keeps more in its `.grad` than the product. `detach()` cuts the history."""


def hessian_vector_product(f, x, v):
    at = x.clone().requires_grad_(True)
    at.retain_grad()
    (gradient,) = torch.autograd.grad(f(at), at, create_graph=True)
    (gradient * v.detach()).sum().backward()
    return at.grad.detach().clone()
