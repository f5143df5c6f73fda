"""The model is put into eval mode. It answers otherwise then, and is not the model that was handed in."""


def compiled(model, backend):
    return torch.compile(model.eval(), backend=backend, fullgraph=True)
