"""Names and shapes are compared before anything is written."""


def save_weights(model, path):
    state = model.state_dict()
    if path.endswith(".safetensors"):
        save_file(state, path)
    else:
        torch.save(state, path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    if own.keys() != state.keys():
        raise KeyError("other names")
    for name in own:
        if own[name].shape != state[name].shape:
            raise ValueError(f"{name} has another shape")
    model.load_state_dict(state)
