"""A function that calls the model, compiled."""


def compiled(model, backend):
    def call(*args, **kwargs):
        return model(*args, **kwargs)

    return torch.compile(call, backend=backend, fullgraph=True, dynamic=False)
