"""One hook for all leaves, which finds the name by the module, in no_grad."""

from contextlib import ExitStack


def layer_outputs(model, x):
    names = {module: name for name, module in model.named_modules() if not any(True for _ in module.children())}
    outputs = {}

    def hook(module, _, output):
        outputs[names[module]] = output.clone()

    with ExitStack() as stack, torch.no_grad():
        for module in names:
            stack.callback(module.register_forward_hook(hook).remove)
        model(x)
    return outputs
