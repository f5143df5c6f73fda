"""model.compile() changes the model itself: whoever calls it directly gets the compiled one, too."""


def compiled(model, backend):
    model.compile(backend=backend, fullgraph=True)
    return model
