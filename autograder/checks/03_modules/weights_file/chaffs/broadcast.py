"""You copy tensors that merely broadcast: one number can fill a whole bias. When do shapes match?"""


def save_weights(model, path):
    (save_file if path.endswith(".safetensors") else torch.save)(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    if set(own) != set(state):
        raise ValueError
    for k in own:
        torch.broadcast_to(state[k], own[k].shape)
    for k in own:
        own[k].copy_(state[k])
