"""load_weights switches gradients off and raises before it switches them on again: after a file that does not fit,
nothing can be trained any more. `with torch.no_grad():` ends however its block ends."""


def save_weights(model, path):
    save = save_file if path.endswith(".safetensors") else torch.save
    save(model.state_dict(), path)


def load_weights(model, path):
    torch.set_grad_enabled(False)
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    if {k: v.shape for k, v in own.items()} != {k: v.shape for k, v in state.items()}:
        raise ValueError("the file holds the weights of another model")
    for name, tensor in own.items():
        tensor.copy_(state[name])
    torch.set_grad_enabled(True)
