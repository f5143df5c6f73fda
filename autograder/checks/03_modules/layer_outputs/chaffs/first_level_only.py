"""Only the first level of the model is hooked. Leaves may lie deeper, and a model may itself be one."""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def hook_for(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    try:
        for name, module in model.named_children():
            handles.append(module.register_forward_hook(hook_for(name)))
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return outputs
