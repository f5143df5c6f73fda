"""f is handed a float64 tensor, also where x is float32. It may hold float32 tensors of its own: hand it a tensor like
x."""


def value_and_grad(f, x):
    leaf = x.detach().double().requires_grad_()
    value = f(leaf)
    return value.item(), torch.autograd.grad(value, leaf)[0].to(x.dtype)
