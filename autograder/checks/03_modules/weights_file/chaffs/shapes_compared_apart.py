"""Names are compared with names and shapes with shapes, but not which shape belongs to which name: a file in which two
tensors have each other's shapes is found out only while the model is being filled."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    def shapes(tensors):
        return sorted(tuple(tensor.shape) for tensor in tensors.values())

    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    if set(state) != set(own) or shapes(state) != shapes(own):
        raise ValueError("the file holds the weights of another model")
    model.load_state_dict(state)
