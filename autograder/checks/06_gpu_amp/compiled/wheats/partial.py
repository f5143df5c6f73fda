"""functools.partial, with arguments that say what is the default."""

import functools


def compiled(model, backend):
    return functools.partial(torch.compile, fullgraph=True, backend=backend, dynamic=None)(model)
