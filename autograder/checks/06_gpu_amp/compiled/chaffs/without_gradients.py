"""The compiled model runs without recording: its outputs have no graph, and nobody can train it."""


def compiled(model, backend):
    @torch.compile(backend=backend, fullgraph=True)
    def call(*args, **kwargs):
        with torch.no_grad():
            return model(*args, **kwargs)

    return call
