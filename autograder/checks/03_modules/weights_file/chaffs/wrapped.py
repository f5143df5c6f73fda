"""The state dict lies in another dictionary in the file. The state dict itself is to be what the file holds."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save({"model": model.state_dict()}, path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)["model"]
    own = model.state_dict()
    if {n: t.shape for n, t in own.items()} != {n: t.shape for n, t in state.items()}:
        raise ValueError("the file does not fit the model")
    model.load_state_dict(state)
