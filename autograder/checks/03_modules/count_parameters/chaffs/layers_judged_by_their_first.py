"""With trainable_only=True, a layer counts wholly or not at all, by what its first parameter says. Each may be frozen
alone."""


def count_parameters(model, trainable_only=False):
    chosen = {}
    for module in model.modules():
        own = list(module.parameters(recurse=False))
        if own and (own[0].requires_grad or not trainable_only):
            chosen |= {id(p): p.numel() for p in own}
    return sum(chosen.values())
