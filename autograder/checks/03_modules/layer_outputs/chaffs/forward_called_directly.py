"""You call forward by its name, past the model's own hooks: those that were there do not run, nor does yours on a model
that is itself a leaf. What does a call of the model do beside forward?"""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def hook_for(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    try:
        for name, module in model.named_modules():
            if not list(module.children()):
                handles.append(module.register_forward_hook(hook_for(name)))
        model.forward(x)
    finally:
        for handle in handles:
            handle.remove()
    return outputs
