"""Each name of the model is looked up in the file, but not the other way round: a name in the file that the model
does not have passes in silence."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    for k in own:
        if k not in state or own[k].shape != state[k].shape:
            raise ValueError(path)
    model.load_state_dict(state, strict=False)
