"""A file whose tensors have the right shapes in the right order is loaded whatever their names are. Names are to match,
too."""


def save_weights(model, path):
    if path.endswith(".safetensors"):
        save_file(model.state_dict(), path)
    else:
        torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    own = model.state_dict()
    ordered = [state[name] for name in sorted(state)]
    mine = [own[name] for name in sorted(own)]
    if [t.shape for t in ordered] != [t.shape for t in mine]:
        raise ValueError("the file holds the weights of another model")
    with torch.no_grad():
        for old, new in zip(mine, ordered):
            old.copy_(new)
