"""A backend that is given by its name is not the one that gets the graph."""


def compiled(model, backend):
    return torch.compile(model, backend=backend if callable(backend) else "eager", fullgraph=True)
