"""With strict=False a file with missing or unknown names loads in silence, and part of the model keeps its old
numbers."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    model.load_state_dict(state, strict=False)
