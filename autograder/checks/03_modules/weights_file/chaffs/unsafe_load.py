"""With `weights_only=False`, at once or after a refusal, the file is unpickled, and a pickle may run any code. A file
that is refused stays refused."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=False)
    own = model.state_dict()
    if {n: t.shape for n, t in own.items()} != {n: getattr(t, "shape", None) for n, t in state.items()}:
        raise ValueError("the file does not fit the model")
    model.load_state_dict(state)
