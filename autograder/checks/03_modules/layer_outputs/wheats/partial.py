"""The name bound by functools.partial; handles are context managers of their own."""

import contextlib
from functools import partial


def layer_outputs(model, x):
    outputs = {}

    def keep(name, module, args, kwargs, output):
        outputs.update({name: output.detach()})

    with contextlib.ExitStack() as handles:
        for name, module in model.named_modules():
            if not module._modules:
                handles.enter_context(module.register_forward_hook(partial(keep, name), with_kwargs=True))
        model(x)
    return outputs
