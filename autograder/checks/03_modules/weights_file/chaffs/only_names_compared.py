"""You compare the names and not the shapes before loading: where a shape differs, the model is half overwritten."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    if state.keys() != model.state_dict().keys():
        raise ValueError("the file does not fit the model")
    model.load_state_dict(state)
