"""Your third number holds all three gradients. Between the second and the third backward the gradient is cleared."""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    seen = []
    for _ in range(3):
        (t**3).backward()
        seen.append(t.grad.item())
    return tuple(seen)
