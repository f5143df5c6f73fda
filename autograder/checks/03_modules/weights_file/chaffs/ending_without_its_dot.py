"""Paths that end in `safetensors` without a dot before it are written in that format, too. The ending is
`.safetensors`."""


def save_weights(model, path):
    state = model.state_dict()
    if path.endswith("safetensors"):
        save_file(state, path)
    else:
        torch.save(state, path)


def load_weights(model, path):
    state = load_file(path) if path.endswith("safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    if {k: v.shape for k, v in own.items()} != {k: v.shape for k, v in state.items()}:
        raise ValueError("misfit")
    model.load_state_dict(state)
