"""Every file is written in the safetensors format. Where the path does not end in .safetensors, torch.save's is asked
for."""


def save_weights(model, path):
    save_file(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path)
    own = model.state_dict()
    if {n: t.shape for n, t in own.items()} != {n: t.shape for n, t in state.items()}:
        raise ValueError("the file does not fit the model")
    model.load_state_dict(state)
