"""Where a file does not fit, a copy of it is left behind. No other file is to be there, whatever happens."""

import os
import shutil


def save_weights(model, path):
    state = model.state_dict()
    if path.endswith(".safetensors"):
        save_file(state, path)
    else:
        torch.save(state, path)


def load_weights(model, path):
    t = path + ".bak" + os.path.splitext(path)[1]
    shutil.copy(path, t)
    state = load_file(t) if path.endswith(".safetensors") else torch.load(t, weights_only=True)
    own = model.state_dict()
    if {k: v.shape for k, v in own.items()} != {k: v.shape for k, v in state.items()}:
        raise ValueError("misfit")
    os.remove(t)
    model.load_state_dict(state)
