"""Your gradient is cleared after the third backward and read then. It is to be cleared before that backward, and read
after it."""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    (t**3).backward()
    a = t.grad.item()
    (t**3).backward()
    b = t.grad.item()
    (t**3).backward()
    t.grad.zero_()
    return a, b, t.grad.item()
