"""Frozen parameters never count. They are to be left out only where `trainable_only` is true."""


def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)
