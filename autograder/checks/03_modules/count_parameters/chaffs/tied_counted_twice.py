"""Parameters that are shared under several names count once for each name. They exist once and are trained once."""


def count_parameters(model, trainable_only=False):
    named = model.named_parameters(remove_duplicate=False)
    return sum(p.numel() for _, p in named if p.requires_grad or not trainable_only)
