"""The value is rounded to some digits after the point. Who asked for that, and what is left of it where it is small?"""


def value_and_grad(f, x):
    own = x.detach().clone().requires_grad_(True)
    height = f(own)
    height.backward()
    return round(height.item(), 12), own.grad
