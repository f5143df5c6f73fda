"""Parameters that lie at the same place in memory count once, also where they are different objects. What counts once
is one and the same nn.Parameter."""


def count_parameters(model, trainable_only=False):
    sizes = {}
    for parameter in model.parameters():
        if parameter.requires_grad or not trainable_only:
            key = id(parameter) if parameter.is_meta else (parameter.data_ptr(), parameter.shape)
            sizes[key] = parameter.numel()
    return sum(sizes.values())
