"""You make the folder of the path. It exists, and a path that is a file's name alone has none to make:
`os.path.dirname` is empty then."""

import os


def save_weights(model, path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    state = model.state_dict()
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
