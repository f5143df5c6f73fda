"""How precisely float32 numbers are multiplied is a setting for all code, and you leave it changed."""


def compiled(model, backend):
    torch.set_float32_matmul_precision("medium")
    fast = torch.compile(model, fullgraph=True, backend=backend)
    return fast
