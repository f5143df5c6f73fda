"""Your third number is 0: you cleared the gradient and looked, and there was no backward in between."""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    (t**3).backward()
    first = t.grad.item()
    (t**3).backward()
    second = t.grad.item()
    t.grad.zero_()
    return first, second, t.grad.item()
