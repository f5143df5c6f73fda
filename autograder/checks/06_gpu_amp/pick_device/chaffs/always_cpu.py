"""Your function says cpu on every machine, also where there is something faster."""


def pick_device():
    return torch.device("cpu")
