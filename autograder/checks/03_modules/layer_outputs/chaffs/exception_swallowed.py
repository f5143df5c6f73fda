"""The exception of the forward pass is lost on the way, and the caller gets half of a result as if all were well."""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def hook_for(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    for name, module in model.named_modules():
        if not list(module.children()):
            handles.append(module.register_forward_hook(hook_for(name)))
    try:
        model(x)
    except Exception as problem:
        print(problem)
    for handle in handles:
        handle.remove()
    return outputs
