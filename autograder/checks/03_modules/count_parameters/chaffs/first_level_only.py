"""Only the first level of the model is searched: parameters of parts of parts are not counted."""


def count_parameters(model, trainable_only=False):
    total = sum(p.numel() for p in model.parameters(recurse=False) if p.requires_grad or not trainable_only)
    for child in model.children():
        total += sum(p.numel() for p in child.parameters(recurse=False) if p.requires_grad or not trainable_only)
    return total
