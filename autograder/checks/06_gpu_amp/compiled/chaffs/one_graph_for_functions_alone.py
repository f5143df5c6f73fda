"""Graph breaks are refused where the backend is a function, and allowed where it has a name. Does the statement make a
difference between the two?"""


def compiled(model, backend):
    if isinstance(backend, str):
        return torch.compile(model, backend=backend)
    return torch.compile(model, backend=backend, fullgraph=True)
