"""Your second number is twice the first. It is to be read off `.grad`, after a second backward that adds to it."""


def accumulation(theta):
    leaf = torch.tensor(theta, dtype=torch.double).requires_grad_()
    torch.pow(leaf, 3).backward()
    once = leaf.grad.item()
    leaf.grad.zero_()
    torch.pow(leaf, 3).backward()
    return once, once + once, leaf.grad.item()
