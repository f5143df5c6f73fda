"""One graph, on which backward runs three times."""


def accumulation(theta):
    t = torch.tensor(float(theta), requires_grad=True)
    f = t**3
    f.backward(retain_graph=True)
    one = t.grad.item()
    f.backward(retain_graph=True)
    two = t.grad.item()
    t.grad.zero_()
    f.backward()
    return one, two, t.grad.item()
