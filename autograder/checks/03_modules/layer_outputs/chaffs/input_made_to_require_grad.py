"""The model gets an input that requires grad, which whole numbers cannot: a model that begins with an embedding fails.
Hand x on as it is."""


def layer_outputs(model, x):
    outputs, handles = {}, []
    for name, module in model.named_modules():
        if not list(module.children()):

            def hook(module, args, output, name=name):
                outputs[name] = output.detach()

            handles.append(module.register_forward_hook(hook))
    try:
        model(x.detach().clone().requires_grad_())
    finally:
        for handle in handles:
            handle.remove()
    return outputs
