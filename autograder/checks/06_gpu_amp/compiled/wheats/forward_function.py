"""A function that calls the model, compiled."""


def compiled(model, backend):
    def call(x):
        return model(x)

    return torch.compile(call, backend=backend, fullgraph=True, dynamic=False)
