"""x is turned into float32 before the model gets it. Some models take integers, and some float64: hand x on as it
is."""


def layer_outputs(model, x):
    outputs, handles = {}, []
    for name, module in model.named_modules():
        if not list(module.children()):

            def hook(module, args, output, name=name):
                outputs[name] = output.detach()

            handles.append(module.register_forward_hook(hook))
    try:
        model(x.float())
    finally:
        for handle in handles:
            handle.remove()
    return outputs
