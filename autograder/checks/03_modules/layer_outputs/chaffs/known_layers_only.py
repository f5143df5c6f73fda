"""Layers that are not from torch.nn are left out. What makes a leaf is that it has no children, whoever wrote it."""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def make(name):
        def hook(module, args, output):
            outputs[name] = output.detach()

        return hook

    try:
        for name, module in model.named_modules():
            if not list(module.children()) and type(module).__module__.startswith("torch.nn"):
                handles.append(module.register_forward_hook(make(name)))
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return outputs
