"""The graph goes to another backend than the one that was handed in: to the default, or to one whose name stands in
your code."""


def compiled(model, backend):
    return torch.compile(model, fullgraph=True)
