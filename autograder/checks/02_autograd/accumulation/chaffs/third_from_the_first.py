"""Your third number is the first once more. It is to be read off `.grad` after clearing and a third backward, which
you leave out."""


def accumulation(theta):
    leaf = torch.tensor(theta, requires_grad=True)
    (leaf**3).backward()
    first = leaf.grad.item()
    (leaf**3).backward()
    second = leaf.grad.item()
    leaf.grad = None
    return first, second, first
