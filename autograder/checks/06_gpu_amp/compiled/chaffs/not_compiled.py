"""The model comes back as it is: no backend ever gets a graph of it."""


def compiled(model, backend):
    return model
