"""A loop that multiplies the dimensions by hand."""


def count_parameters(model, trainable_only=False):
    total = 0
    for _, parameter in model.named_parameters():
        if trainable_only and not parameter.requires_grad:
            continue
        elements = 1
        for size in parameter.shape:
            elements *= size
        total += elements
    return total
