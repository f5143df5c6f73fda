"""Your first number is that of a later moment. `.grad` is one tensor that backward adds to in place, so a name for it
shows what it holds *now*: read the number out at once."""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    (t**3).backward()
    first = t.grad
    (t**3).backward()
    second = t.grad
    t.grad = None
    (t**3).backward()
    return first.item(), second.item(), t.grad.item()
