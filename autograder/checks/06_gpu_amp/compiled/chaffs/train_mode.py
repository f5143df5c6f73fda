"""The model is put into train mode. It may have come in eval mode, and answers otherwise then."""


def compiled(model, backend):
    return torch.compile(model.train(), backend=backend, fullgraph=True)
