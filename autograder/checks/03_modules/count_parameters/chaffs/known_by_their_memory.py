"""A parameter is known by what it is, not by where its numbers are: where is a parameter that holds none?"""


def count_parameters(model, trainable_only=False):
    seen = {}
    for p in model.parameters():
        if p.requires_grad or not trainable_only:
            seen[p.data_ptr()] = p.numel()
    return sum(seen.values())
