"""Where a file does not fit, the model is left in evaluation mode. It is to be as it was, and loading needs no mode at
all."""


def save_weights(model, path):
    state = model.state_dict()
    if path.endswith(".safetensors"):
        save_file(state, path)
    else:
        torch.save(state, path)


def load_weights(model, path):
    was = model.training
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    if {k: v.shape for k, v in own.items()} != {k: v.shape for k, v in state.items()}:
        raise ValueError("misfit")
    model.load_state_dict(state)
    for m, t in modes:
        m.training = t
