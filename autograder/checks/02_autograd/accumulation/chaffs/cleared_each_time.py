"""Your second number is that of one backward alone. There are two ways to it: the gradient was cleared (or a new
leaf was made) before the second backward, or what you kept is a name for `.grad`, read after `zero_()` had cleared
the tensor that it names. Which is yours?"""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    seen = []
    for _ in range(3):
        t.grad = None
        (t**3).backward()
        seen.append(t.grad.item())
    return tuple(seen)
