"""Written into a file beside the path, which then takes its place: a crash leaves no half a file."""

import os


def save_weights(model, path):
    unfinished = path + ".unfinished"
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), unfinished)
    else:
        torch.save(model.state_dict(), unfinished)
    os.replace(unfinished, path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    if {name: t.shape for name, t in own.items()} != {name: t.shape for name, t in state.items()}:
        raise ValueError("another model's weights")
    for name, tensor in own.items():
        tensor.copy_(state[name])
