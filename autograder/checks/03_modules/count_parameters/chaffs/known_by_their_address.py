"""A parameter is known by what it is, not by where its numbers are: where is a parameter that holds none?"""


def count_parameters(model, trainable_only=False):
    seen, total = set(), 0
    for p in model.parameters():
        if p.data_ptr() not in seen:
            seen.add(p.data_ptr())
            total += p.numel() if p.requires_grad or not trainable_only else 0
    return total
