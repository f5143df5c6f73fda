"""You make more than one leaf. A new one has no gradient yet, so nothing adds up in it, and nothing has to be
cleared: all three numbers are to be the `.grad` of one leaf."""


def accumulation(theta):
    def powered():
        return torch.tensor(theta, dtype=torch.float64, requires_grad=True)

    leaf, seen = powered(), []
    for turn in range(3):
        leaf = leaf if turn < 2 else powered()
        (leaf**3).backward()
        seen.append(leaf.grad.item())
    return tuple(seen)
