"""Your leaves are told apart by their numbers: where x and y are equal, one leaf stands for both, and collects the
derivatives of both. How many variables have p and q then?"""


def bridge(x, y):
    leaves = {}
    for number in (x, y):
        leaves.setdefault(number, torch.tensor(number, requires_grad=True))
    a, b = leaves[x], leaves[y]
    p = (a + b) * b
    q = a * b + torch.relu(a**2)
    dp = torch.autograd.grad(p, (a, b))
    dq = torch.autograd.grad(q, (a, b))
    return (p.item(), *(slope.item() for slope in dp)), (q.item(), *(slope.item() for slope in dq))
