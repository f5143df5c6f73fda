"""A parameter without dimensions holds a number, too. What does your count add for it?"""


def count_parameters(model, trainable_only=False):
    chosen = [p for p in model.parameters() if p.requires_grad or not trainable_only]
    return sum(math.prod(p.shape) if p.shape else 0 for p in chosen)
