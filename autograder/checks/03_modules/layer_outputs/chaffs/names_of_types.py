"""The keys are the names of the layers' types, so layers of one type overwrite each other. The names are those of
named_modules()."""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def hook(module, inputs, output):
        outputs[type(module).__name__] = output.detach()

    try:
        for module in model.modules():
            if not list(module.children()):
                handles.append(module.register_forward_hook(hook))
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return outputs
