"""The compiled model runs without recording: its outputs have no graph, and nobody can train it."""


def compiled(model, backend):
    @torch.compile(backend=backend, fullgraph=True)
    def call(x):
        with torch.no_grad():
            return model(x)

    return call
