"""Where v requires grad your result does, too: it is followed back to v. Take v without its history."""


def hessian_vector_product(f, x, v):
    return torch.func.jvp(torch.func.grad(f), (x.detach(),), (v,))[1]
