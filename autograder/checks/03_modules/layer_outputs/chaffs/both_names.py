"""A leaf that lies in the tree in two places is filed under two names. In named_modules(), as it is by default, it has
one."""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def make(name):
        def hook(module, args, output):
            outputs[name] = output.detach()

        return hook

    try:
        for name, module in model.named_modules(remove_duplicate=False):
            if not list(module.children()):
                handles.append(module.register_forward_hook(make(name)))
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return outputs
