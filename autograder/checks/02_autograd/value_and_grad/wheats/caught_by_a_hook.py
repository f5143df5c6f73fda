"""A hook on an intermediate tensor catches the gradient on its way."""


def value_and_grad(f, x):
    caught = []
    start = torch.zeros_like(x, requires_grad=True)
    point = x.detach() + start
    point.register_hook(caught.append)
    height = f(point)
    height.backward()
    return float(height.detach()), caught[0].clone()
