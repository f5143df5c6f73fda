"""You multiply the gradient by v and ask for the gradient of the n products at once. Only one number has a gradient:
sum them up first, which is what the product of two vectors does. (Or see what `grad_outputs` is for.)"""


def hessian_vector_product(f, x, v):
    leaf = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    (product,) = torch.autograd.grad(gradient * v.detach(), leaf)
    return product
