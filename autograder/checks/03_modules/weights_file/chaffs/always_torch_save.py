"""Every file is written by torch.save, whatever its name ends in. Other programs expect the safetensors format in a
file that is called so."""


def save_weights(model, path):
    torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = torch.load(path, weights_only=True)
    own = model.state_dict()
    if {n: t.shape for n, t in own.items()} != {n: t.shape for n, t in state.items()}:
        raise ValueError("the file does not fit the model")
    model.load_state_dict(state)
