"""The input requires grad afterwards. It is the caller's, and whether a graph is recorded needs no change of it."""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def make(name):
        def hook(module, args, output):
            outputs[name] = output.detach()

        return hook

    x = x.requires_grad_() if x.is_floating_point() else x
    try:
        for name, module in model.named_modules():
            if not list(module.children()):
                handles.append(module.register_forward_hook(make(name)))
        model(x)

    finally:
        for h in handles:
            h.remove()

    return outputs
