"""A setting is another for as long as the function runs."""


def compiled(model, backend):
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("high")
    try:
        return torch.compile(model, fullgraph=True, backend=backend)
    finally:
        torch.set_float32_matmul_precision(before)
