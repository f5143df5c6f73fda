"""The model's own forward has been replaced: whoever calls the model gets the compiled one. What is compiled is to be a
thing of its own."""


def compiled(model, backend):
    model.forward = torch.compile(model.forward, backend=backend, fullgraph=True)
    return model
