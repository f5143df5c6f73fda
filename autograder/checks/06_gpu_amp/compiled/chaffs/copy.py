"""You compile a copy of the model. When the model is trained, the copy does not know."""

import copy


def compiled(model, backend):
    return torch.compile(copy.deepcopy(model), backend=backend, fullgraph=True)
