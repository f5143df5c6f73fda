"""You cut the inputs off from their graph, so no gradient gets through the model to what comes before it."""


def compiled(model, backend):
    fast = torch.compile(model, backend=backend, fullgraph=True)

    def call(*args, **kwargs):
        args = [a.detach() for a in args]
        return fast(*args, **kwargs)

    return call
