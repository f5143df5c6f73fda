"""Each module's own parameters, gathered as keys of a dictionary, which keeps each of them once."""


def count_parameters(model, trainable_only=False):
    found = {}
    for module in model.modules():
        for parameter in module._parameters.values():
            if parameter is not None:
                found[parameter] = parameter.nelement()
    return sum(size for parameter, size in found.items() if not trainable_only or parameter.requires_grad)
