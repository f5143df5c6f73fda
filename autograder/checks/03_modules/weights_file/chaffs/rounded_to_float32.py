"""All numbers are written as float32. A model in float64 loses digits that way: what is stored are
its tensors as they are."""


def save_weights(model, path):
    state = {name: t.float() if t.is_floating_point() else t for name, t in model.state_dict().items()}
    if path.endswith(".safetensors"):
        save_file(state, path)
    else:
        torch.save(state, path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    if own.keys() != state.keys() or any(own[name].shape != state[name].shape for name in own):
        raise ValueError("the file holds the weights of another model")
    model.load_state_dict(state)
