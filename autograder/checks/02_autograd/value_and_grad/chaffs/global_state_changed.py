"""Your function seeds the global generator or draws from it. That is shared by all code: the caller's next random
numbers are other ones."""


def value_and_grad(f, x):
    torch.manual_seed(1)
    leaf = x.detach().requires_grad_()
    height = f(leaf)
    return height.item(), torch.autograd.grad(height, leaf)[0]
