"""Your second number is that of a single backward: the gradient was cleared, or a new leaf was made, before the second
one. What happens if nobody clears it?"""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    seen = []
    for _ in range(3):
        t.grad = None
        (t**3).backward()
        seen.append(t.grad.item())
    return tuple(seen)
