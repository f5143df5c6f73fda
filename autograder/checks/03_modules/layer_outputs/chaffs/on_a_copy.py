"""You run a copy of the model, so the model itself was never called: its batch normalisations, for one, saw nothing."""

import copy


def layer_outputs(model, x):
    outputs = {}
    model = copy.deepcopy(model)
    for name, module in model.named_modules():
        if not list(module.children()):
            module.register_forward_hook(lambda m, a, y, name=name: outputs.__setitem__(name, y.detach()))
    model(x)
    return outputs
