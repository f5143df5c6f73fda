"""The two derivatives of p come in the wrong order, and those of q in the right one: x before y."""


def bridge(x, y):
    a, b = torch.tensor(x, requires_grad=True), torch.tensor(y, requires_grad=True)
    p, q = (a + b) * b, a * b + torch.relu(a**2)
    of_p, of_q = torch.autograd.grad(p, (b, a)), torch.autograd.grad(q, (a, b))
    return (p.item(), *(slope.item() for slope in of_p)), (q.item(), *(slope.item() for slope in of_q))
