"""A callable object for each leaf, and an ExitStack that takes the hooks off."""

import contextlib


class Recorder:
    def __init__(self, name, store):
        self.name, self.store = name, store

    def __call__(self, module, inputs, output):
        self.store[self.name] = output.detach().clone()


def layer_outputs(model, x):
    store = {}
    with contextlib.ExitStack() as stack:
        for name, module in model.named_modules():
            if len(list(module.children())) == 0:
                handle = module.register_forward_hook(Recorder(name, store))
                stack.callback(handle.remove)
        _ = model(x)
    return store
