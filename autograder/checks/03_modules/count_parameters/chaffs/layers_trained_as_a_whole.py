"""With trainable_only=True, a layer counts with all of its parameters as soon as one of them requires grad. Each may be
frozen alone."""


def count_parameters(model, trainable_only=False):
    chosen = {}
    for module in model.modules():
        own = list(module.parameters(recurse=False))
        if not trainable_only or any(p.requires_grad for p in own):
            chosen |= {id(p): p.numel() for p in own}
    return sum(chosen.values())
