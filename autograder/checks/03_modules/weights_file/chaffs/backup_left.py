"""You keep a copy of the file that was there before. It is to be replaced, and no other file is to stay."""

import os
import shutil


def save_weights(model, path):
    if os.path.exists(path):
        shutil.copy(path, path + ".backup")
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
