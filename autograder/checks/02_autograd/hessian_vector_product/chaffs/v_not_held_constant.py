"""Where v was calculated from x, your second gradient follows it back to x as well. v is a constant: take it without
its history, and x, too."""


def hessian_vector_product(f, x, v):
    point = x if x.requires_grad else x.clone().requires_grad_(True)
    slope = torch.autograd.grad(f(point), point, create_graph=True)[0]
    return torch.autograd.grad((slope * v).sum(), point)[0].detach()
