"""You replace the layers' forward methods. Forward hooks do this without touching the layers, and also see what earlier
hooks made of an output."""


def layer_outputs(model, x):
    outputs, old = {}, {}

    def wrap(name, f):
        def g(*a, **k):
            y = f(*a, **k)
            outputs[name] = y.detach()
            return y

        return g

    ms = [(n, m) for n, m in model.named_modules() if not list(m.children())]
    for n, m in ms:
        m.forward = wrap(n, m.forward)
    try:
        model(x)
    finally:
        for n, m in ms:
            del m.forward
    return outputs
