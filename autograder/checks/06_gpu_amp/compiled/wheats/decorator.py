"""torch.compile without a model makes a decorator."""


def compiled(model, backend):
    decorate = torch.compile(fullgraph=True, backend=backend)
    return decorate(model)
