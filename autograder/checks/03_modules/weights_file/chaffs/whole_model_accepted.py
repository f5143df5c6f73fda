"""A file that holds a whole model is loaded, because its classes are declared to be safe. Such a file is to raise an
exception."""


def save_weights(model, path):
    state = model.state_dict()
    if path.endswith(".safetensors"):
        save_file(state, path)
    else:
        torch.save(state, path)


def load_weights(model, path):
    with torch.serialization.safe_globals(
        [nn.Sequential, nn.Linear, nn.Conv2d, nn.BatchNorm1d, nn.BatchNorm2d, nn.ReLU, nn.Flatten, set]
    ):
        state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    if isinstance(state, nn.Module):
        state = state.state_dict()
    own = model.state_dict()
    if {k: v.shape for k, v in own.items()} != {k: v.shape for k, v in state.items()}:
        raise ValueError("misfit")
    model.load_state_dict(state)
