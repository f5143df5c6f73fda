"""One graph of a tensor with one element, kept for all three."""


def accumulation(theta):
    leaf = torch.tensor([theta], requires_grad=True)
    height = (leaf * leaf * leaf).sum()
    readings = []
    for clear in (None, None, leaf):
        if clear is not None:
            leaf.grad = torch.zeros_like(leaf)
        height.backward(retain_graph=True)
        readings += leaf.grad.tolist()
    return tuple(readings)
