"""One-dimensional parameters are missing from your count: biases, and the factors of normalisation layers."""


def count_parameters(model, trainable_only=False):
    chosen = [p for p in model.parameters() if p.requires_grad or not trainable_only]
    return sum(p.numel() for p in chosen if p.dim() > 1)
