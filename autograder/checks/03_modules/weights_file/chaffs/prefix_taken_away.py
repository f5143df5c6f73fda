"""Names in the file are made to fit: a beginning such as "module." is taken away. A file with other names than the
model's is to be refused."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    state = {name.removeprefix("module."): tensor for name, tensor in state.items()}
    own = model.state_dict()
    if {k: v.shape for k, v in state.items()} != {k: v.shape for k, v in own.items()}:
        raise ValueError("the file holds the weights of another model")
    model.load_state_dict(state)
