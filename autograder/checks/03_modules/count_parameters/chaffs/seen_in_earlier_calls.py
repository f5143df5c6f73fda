"""What was counted once is never counted again: the default value of an argument is made once, with the function, and
lives on from call to call."""


def count_parameters(model, trainable_only=False, seen=set()):
    total = 0
    for parameter in model.parameters():
        if parameter in seen:
            continue
        seen.add(parameter)
        if parameter.requires_grad or not trainable_only:
            total += parameter.numel()
    return total
