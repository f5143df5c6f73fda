"""A single hook for all modules of the process, removed again."""


def layer_outputs(model, x):
    leaves = {id(m): name for name, m in model.named_modules() if not list(m.children())}
    outputs = {}

    def hook(module, args, output):
        if id(module) in leaves:
            outputs[leaves[id(module)]] = output.data

    handle = nn.modules.module.register_module_forward_hook(hook)
    try:
        model(x)
    finally:
        handle.remove()
    return outputs
