"""The file is loaded into a copy of the model first, which may be spoilt."""

import copy

import safetensors.torch


def _is_safetensors(path):
    return path[-len(".safetensors") :] == ".safetensors"


def save_weights(model, path):
    tensors = {name: tensor.detach().clone().contiguous() for name, tensor in model.state_dict().items()}
    (safetensors.torch.save_file if _is_safetensors(path) else torch.save)(tensors, path)


def load_weights(model, path):
    if _is_safetensors(path):
        tensors = safetensors.torch.load_file(path)
    else:
        tensors = torch.load(path, map_location="cpu", weights_only=True)
    copy.deepcopy(model).load_state_dict(tensors, strict=True)
    model.load_state_dict(tensors, strict=True)
