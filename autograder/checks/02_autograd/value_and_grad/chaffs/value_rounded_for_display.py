"""The value is rounded to a few digits after the point. Who asked for that, and what is left of it where it is
small?"""


def value_and_grad(f, x):
    leaf = x.detach().clone().requires_grad_()
    value = f(leaf)
    value.backward()
    return round(value.item(), 4), leaf.grad
