"""You compare how many numbers a tensor has, not its shape: a tensor of another shape is reshaped in silence."""


def save_weights(model, path):
    (save_file if path.endswith(".safetensors") else torch.save)(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    if {k: v.numel() for k, v in state.items()} != {k: v.numel() for k, v in own.items()}:
        raise ValueError("another model")
    model.load_state_dict({k: v.view(own[k].shape) for k, v in state.items()})
