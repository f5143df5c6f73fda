"""With trainable_only=True you count the frozen parameters and leave out the others."""


def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if not trainable_only or not p.requires_grad)
