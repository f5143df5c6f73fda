"""Parameters that merely hold equal numbers are taken for one. Only the very same parameter under two names is
shared."""


def count_parameters(model, trainable_only=False):
    kept = []
    for p in model.parameters():
        if (p.requires_grad or not trainable_only) and not any(torch.equal(p, q) for q in kept):
            kept.append(p)
    return sum(p.numel() for p in kept)
