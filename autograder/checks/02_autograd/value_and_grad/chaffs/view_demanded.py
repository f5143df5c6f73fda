"""`view` needs an x whose numbers lie one after the other in memory; a transposed one does not. There is no need to
flatten x at all."""


def value_and_grad(f, x):
    leaf = x.detach().view(-1).requires_grad_()
    value = f(leaf.view(x.shape))
    (gradient,) = torch.autograd.grad(value, leaf)
    return value.item(), gradient.view(x.shape)
