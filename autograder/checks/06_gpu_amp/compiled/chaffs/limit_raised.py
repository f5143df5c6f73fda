"""How often PyTorch compiles a function anew is a setting for all code, and you leave it changed."""


def compiled(model, backend):
    torch._dynamo.config.recompile_limit = 64
    return torch.compile(model, backend=backend, fullgraph=True)
