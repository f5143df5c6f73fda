"""With trainable_only=True, a layer counts only if all of its parameters require grad. Each may be frozen alone."""


def count_parameters(model, trainable_only=False):
    chosen = {}
    for module in model.modules():
        own = list(module.parameters(recurse=False))
        if not trainable_only or all(p.requires_grad for p in own):
            chosen |= {id(p): p.numel() for p in own}
    return sum(chosen.values())
