"""What is there is kept, and put back where loading fails."""


def save_weights(model, path):
    write = save_file if path.lower().endswith(".safetensors") else torch.save
    write(dict(model.state_dict()), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    try:
        model.load_state_dict(state)
    except Exception:
        model.load_state_dict(before)
        raise
