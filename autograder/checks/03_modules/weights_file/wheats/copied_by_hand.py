"""Tensors are copied one by one, after all have been looked at; the bytes of a safetensors file go through memory."""

from pathlib import Path

from safetensors.torch import load, save


def save_weights(model, path):
    every = {**dict(model.named_parameters()), **dict(model.named_buffers())}
    named = {name: every[name].detach() for name in model.state_dict()}
    if Path(path).suffix == ".safetensors":
        Path(path).write_bytes(save(named))
    else:
        with open(path, "wb") as file:
            torch.save(named, file)


def load_weights(model, path):
    if Path(path).suffix == ".safetensors":
        found = load(Path(path).read_bytes())
    else:
        with open(path, "rb") as file:
            found = torch.load(file, weights_only=True)
    named = model.state_dict(keep_vars=True)
    assert sorted(named) == sorted(found), "other names"
    assert all(named[name].shape == found[name].shape for name in named), "other shapes"
    with torch.no_grad():
        for name, tensor in named.items():
            tensor.copy_(found[name])
