"""Where the caller's x does not require grad, PyTorch has recorded nothing, and asking for a gradient raises an error.
Somebody has to switch the notes on: in a leaf of your own."""


def value_and_grad(f, x):
    height = f(x)
    (g,) = torch.autograd.grad(height, x)
    return height.item(), g
