"""The caller's x, or a tensor that it was calculated from, has a new gradient. What is made from x, as by `clone()`,
stays connected with its history, and `backward()` goes on through it. What cuts the connection?"""


def value_and_grad(f, x):
    twin = torch.clone(x)
    if not twin.requires_grad:
        twin.requires_grad_()
    twin.retain_grad()
    height = f(twin)
    height.backward()
    return height.item(), twin.grad
