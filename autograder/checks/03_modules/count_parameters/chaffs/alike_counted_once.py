"""Parameters that merely have the same shape are taken for one. Only the very same parameter under two names is
shared."""


def count_parameters(model, trainable_only=False):
    chosen = {p.shape: p for p in model.parameters() if p.requires_grad or not trainable_only}
    return sum(p.numel() for p in chosen.values())
