"""Counting changes the model: afterwards other parameters require grad than before."""


def count_parameters(model, trainable_only=False):
    total = sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only)
    for p in model.parameters():
        p.requires_grad_(False)
    return total
