"""Whatever is of none of PyTorch's container classes is taken for a leaf, the model itself included. Whether a module
has children says the module itself, not its class."""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def hook_for(name):
        def hook(module, args, output):
            outputs[name] = output.detach()

        return hook

    for name, module in model.named_modules():
        if not isinstance(module, (nn.Sequential, nn.ModuleList, nn.ModuleDict)):
            handles.append(module.register_forward_hook(hook_for(name)))
    try:
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return outputs
