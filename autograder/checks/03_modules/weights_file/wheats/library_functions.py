"""safetensors' own functions for models, tried on a copy first."""

import copy

from safetensors.torch import load_model, save_model


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_model(model, path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    trial = copy.deepcopy(model)
    if path.endswith(".safetensors"):
        load_model(trial, path)
        load_model(model, path)
    else:
        state = torch.load(path, weights_only=True)
        trial.load_state_dict(state)
        model.load_state_dict(state)
