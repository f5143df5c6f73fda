"""You look for "safetensors" anywhere in the path; folders may be called like that too. It is the end of the path that
decides."""


def save_weights(model, path):
    if ".safetensors" in path:
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if ".safetensors" in path else torch.load(path, weights_only=True)
    own = model.state_dict()
    if {n: t.shape for n, t in own.items()} != {n: t.shape for n, t in state.items()}:
        raise ValueError("the file does not fit the model")
    model.load_state_dict(state)
