"""The two derivatives of q come in the wrong order, and those of p in the right one: x before y."""


def bridge(x, y):
    a, b = torch.tensor(x, requires_grad=True), torch.tensor(y, requires_grad=True)
    p, q = (a + b) * b, a * b + torch.relu(a**2)
    of_p, of_q = torch.autograd.grad(p, (a, b)), torch.autograd.grad(q, (b, a))
    return (p.item(), *(slope.item() for slope in of_p)), (q.item(), *(slope.item() for slope in of_q))
