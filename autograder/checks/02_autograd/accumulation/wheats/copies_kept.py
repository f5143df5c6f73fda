"""Copies of .grad, turned into floats at the end."""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    torch.pow(t, 3).backward()
    first = t.grad.clone()
    torch.pow(t, 3).backward()
    second = t.grad.clone()
    t.grad = None
    torch.pow(t, 3).backward()
    return tuple(torch.stack([first, second, t.grad]).tolist())
