"""load_state_dict raises, but only after it has copied what fits: the model is a mixture then. Compare names and shapes
before you let it write."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    model.load_state_dict(state)
