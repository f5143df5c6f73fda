"""Your hooks return something. What a forward hook returns takes the place of the layer's output, and the model goes on
with it."""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def hook_for(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()
            return torch.zeros_like(output)

        return hook

    try:
        for name, module in model.named_modules():
            if not list(module.children()):
                handles.append(module.register_forward_hook(hook_for(name)))
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return outputs
