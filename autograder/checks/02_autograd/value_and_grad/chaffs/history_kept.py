"""An x that requires grad, or was calculated from what does, gets no gradient. `clone()` copies the numbers and stays
connected with the history, so the copy is no leaf. What cuts the connection?"""


def value_and_grad(f, x):
    copy = x.clone().requires_grad_(True)
    height = f(copy)
    height.backward()
    return height.item(), copy.grad
