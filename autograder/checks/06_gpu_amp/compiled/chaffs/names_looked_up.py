"""A name is refused that `list_backends()` does not show, and by default it hides some: "eager" is a backend, too."""


def compiled(model, backend):
    if isinstance(backend, str) and backend not in torch.compiler.list_backends():
        raise ValueError(f"there is no backend {backend!r}")
    return torch.compile(model, fullgraph=True, backend=backend)
