"""What was at the path before is kept in another file, in the current folder. A file that is there already is
replaced, and no other is left."""

import os
import shutil


def save_weights(model, path):
    state = model.state_dict()
    if os.path.exists(path):
        shutil.copy(path, "backup.bin")
    if path.endswith(".safetensors"):
        save_file(state, path)
    else:
        torch.save(state, path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    if {k: v.shape for k, v in own.items()} != {k: v.shape for k, v in state.items()}:
        raise ValueError("misfit")
    model.load_state_dict(state)
