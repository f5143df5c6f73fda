"""You reset the compiler, and whatever was compiled before, for other models, has to be compiled again. Nobody asks for
that here: what is there does no harm to a new model."""


def compiled(model, backend):
    torch.compiler.reset()
    return torch.compile(model, backend=backend, fullgraph=True)
