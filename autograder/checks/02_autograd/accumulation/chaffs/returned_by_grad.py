"""Your gradients are handed to you by `torch.autograd.grad`, which leaves `.grad` alone, and are added up by yourself.
The question is what `backward` leaves in `.grad`: call it three times, and look."""


def accumulation(theta):
    leaf = torch.tensor(theta, requires_grad=True)
    (first,) = torch.autograd.grad(leaf**3, leaf)
    (again,) = torch.autograd.grad(leaf**3, leaf)
    (third,) = torch.autograd.grad(leaf**3, leaf)
    return first.item(), (first + again).item(), third.item()
