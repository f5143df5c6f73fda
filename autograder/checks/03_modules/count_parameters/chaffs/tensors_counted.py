"""You count how many parameter tensors there are; their elements are to be counted."""


def count_parameters(model, trainable_only=False):
    return len([p for p in model.parameters() if p.requires_grad or not trainable_only])
