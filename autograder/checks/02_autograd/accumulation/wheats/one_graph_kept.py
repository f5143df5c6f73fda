"""One graph of a tensor with one element, kept for all three."""


def accumulation(theta):
    x = torch.tensor([theta], requires_grad=True)
    y = (x * x * x).sum()
    y.backward(retain_graph=True)
    a = x.grad.item()
    y.backward(retain_graph=True)
    b = x.grad.item()
    x.grad = None
    y.backward()
    c = x.grad.item()
    return a, b, c
