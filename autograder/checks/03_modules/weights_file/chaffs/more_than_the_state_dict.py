"""The file holds a buffer that is not persistent, and does not belong into a state dict. Which buffers does
`state_dict()` leave out?"""


def _tensors(model):
    return {**{n: p.detach() for n, p in model.named_parameters()}, **dict(model.named_buffers())}


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(_tensors(model), path)
    else:
        torch.save(_tensors(model), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = _tensors(model)
    if {k: v.shape for k, v in state.items()} != {k: v.shape for k, v in own.items()}:
        raise ValueError("the file holds the weights of another model")
    with torch.no_grad():
        for name, tensor in own.items():
            tensor.copy_(state[name])
