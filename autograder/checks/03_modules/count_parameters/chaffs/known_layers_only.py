"""Only weights and biases of Linear layers and convolutions are counted. Other layers have parameters too, and not all
are called weight or bias."""


def count_parameters(model, trainable_only=False):
    total = 0
    for p in {
        id(p): p for m in model.modules() if isinstance(m, (nn.Linear, nn.Conv2d)) for p in m.parameters()
    }.values():
        if p.requires_grad or not trainable_only:
            total += p.numel()
    return total
