"""Nothing is ever cleared: your third number is the gradient after three backward calls less that after two. Clear it,
and look."""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    seen = []
    for _ in range(3):
        (t**3).backward()
        seen.append(t.grad.item())
    return seen[0], seen[1], seen[2] - seen[1]
