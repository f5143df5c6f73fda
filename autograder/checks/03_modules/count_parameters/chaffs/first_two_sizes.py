"""The first two sizes of a shape are multiplied and the others left out. A parameter may have any number of dimensions,
also none."""


def count_parameters(model, trainable_only=False):
    total = 0
    for p in model.parameters():
        if trainable_only and not p.requires_grad:
            continue
        total += p.shape[0] * p.shape[1] if p.ndim > 1 else len(p)
    return total
