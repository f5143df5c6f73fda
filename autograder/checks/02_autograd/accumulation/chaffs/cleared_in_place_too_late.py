"""Your readings are names for one tensor, and clearing it with `zero_()` cleared what you had noted. Read the number
out at once."""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    (t**3).backward()
    first = t.grad
    (t**3).backward()
    second = t.grad
    last = second.clone()
    last.zero_()
    t.grad.zero_()
    return first.item(), second.item(), (3 * t * t).item()
