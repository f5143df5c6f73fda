"""Only what is called weight or bias is counted. A layer may call its parameters anything."""


def count_parameters(model, trainable_only=False):
    found = {}
    for module in model.modules():
        for name in ("weight", "bias"):
            p = getattr(module, name, None)
            if isinstance(p, nn.Parameter) and (p.requires_grad or not trainable_only):
                found[id(p)] = p.numel()
    return sum(found.values())
