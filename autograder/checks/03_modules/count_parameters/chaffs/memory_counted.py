"""You count what a parameter's memory holds. A parameter may be a part of a larger tensor."""


def count_parameters(model, trainable_only=False):
    total = 0
    for p in model.parameters():
        if p.requires_grad or not trainable_only:
            total += p.untyped_storage().nbytes() // p.element_size()
    return total
