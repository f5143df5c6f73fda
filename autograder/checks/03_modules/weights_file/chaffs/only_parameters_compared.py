"""Before loading, the file is compared with the parameters alone: what it holds besides, and what the buffers are,
shows only when the model is half overwritten. Compare with all of what `state_dict()` holds."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    for name, parameter in model.named_parameters():
        if name not in state or state[name].shape != parameter.shape:
            raise ValueError(f"the file does not fit: {name}")
    model.load_state_dict(state)
