"""The elements are worked out from bytes, as if each had four of them. How many it has depends on the dtype."""


def count_parameters(model, trainable_only=False):
    return sum(p.nbytes // 4 for p in model.parameters() if p.requires_grad or not trainable_only)
