"""Names and shapes of the parameters are compared before loading, those of the buffers are not: where they do not
fit, the model is half overwritten. What a file must hold is what `state_dict()` holds."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    unknown = set(state) - set(model.state_dict())
    if unknown:
        raise ValueError(f"unknown names: {unknown}")
    for name, parameter in model.named_parameters():
        if state[name].shape != parameter.shape:
            raise ValueError(f"another shape: {name}")
    model.load_state_dict(state)
