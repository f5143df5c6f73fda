"""No graph reaches the backend that was handed in. Either nothing is compiled, or the graph goes to the default backend
or to one whose name stands in your code."""


def compiled(model, backend):
    return model
