"""You switch the model to eval mode and leave it there. The pass is to run in the mode that the model is in."""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def hook_for(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    model.eval()
    try:
        for name, module in model.named_modules():
            if not list(module.children()):
                handles.append(module.register_forward_hook(hook_for(name)))
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return outputs
