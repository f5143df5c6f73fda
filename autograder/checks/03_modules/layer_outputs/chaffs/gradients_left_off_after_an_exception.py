"""Gradients are switched off for the pass, and where the model raises they stay off, for all code that runs later.
`with torch.no_grad():` switches them on again in any case."""


def layer_outputs(model, x):
    outputs, handles = {}, []
    for name, module in model.named_modules():
        if not list(module.children()):

            def hook(module, args, output, name=name):
                outputs[name] = output.detach()

            handles.append(module.register_forward_hook(hook))
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    torch.set_grad_enabled(before)
    return outputs
