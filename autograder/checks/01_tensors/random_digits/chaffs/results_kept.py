"""You keep results and hand the same tensors out again. Whoever got them first may have written into them since: draw
anew, or hand out copies."""

KEPT = {}


def random_digits(shape, seed):
    if (shape, seed) not in KEPT:
        digits = torch.randint(0, 10, shape, generator=torch.Generator().manual_seed(seed))
        KEPT[shape, seed] = digits, digits.float()
    return KEPT[shape, seed]
