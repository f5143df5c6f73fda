"""Exceptions are caught and only printed, so the caller goes on with a model that was not loaded."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    try:
        state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
        own = model.state_dict()
        if {n: t.shape for n, t in own.items()} != {n: t.shape for n, t in state.items()}:
            raise ValueError("the file does not fit the model")
        model.load_state_dict(state)
    except Exception as problem:
        print("could not load:", problem)
