"""Your function returns a string. `.to` takes both, but a `torch.device` is asked for: it has a type and an index."""


def pick_device():
    return "cuda" if torch.cuda.is_available() else "cpu"
