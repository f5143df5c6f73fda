"""You fix the mode that the model had when it was compiled. Whoever switches it later gets the old mode's answers."""


def compiled(model, backend):
    training = model.training
    fast = torch.compile(model, backend=backend, fullgraph=True)

    def call(*args, **kwargs):
        model.train(training)
        return fast(*args, **kwargs)

    return call
