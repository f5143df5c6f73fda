"""The rows of the Hessian are worked out one by one, by you or by the function that you call: n backward passes where
one is enough. Multiply by v *before* you differentiate again."""


def hessian_vector_product(f, x, v):
    at = x.detach().clone().requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(at), at, create_graph=True)
    result = []
    for element in gradient.reshape(-1):
        (row,) = torch.autograd.grad(element, at, retain_graph=True)
        result.append((row * v).sum().detach())
    return torch.stack(result).reshape(x.shape)
