"""Your second number is that of one backward alone. There are two ways to it: the gradient was cleared (or a new
leaf was made) before the second backward, or what you kept is a name for `.grad`, read after `zero_()` had cleared
the tensor that it names. Which is yours?"""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    (t**3).backward()
    first = t.grad
    (t**3).backward()
    second = t.grad
    t.grad.zero_()
    (t**3).backward()
    return first.item(), second.item(), t.grad.item()
