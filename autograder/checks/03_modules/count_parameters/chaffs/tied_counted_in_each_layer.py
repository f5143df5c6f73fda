"""Parameters that are shared under several names count once for each name. They exist once and are trained once."""


def count_parameters(model, trainable_only=False):
    own = [p for module in model.modules() for p in module.parameters(recurse=False)]
    return sum(p.numel() for p in own if p.requires_grad or not trainable_only)
