"""Where the model cannot be written down as one graph, it is cut in silence. `torch.compile` can forbid it."""


def compiled(model, backend):
    return torch.compile(model, backend=backend)
