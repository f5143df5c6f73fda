"""torch.accelerator names a CUDA device, too."""


def pick_device():
    return torch.accelerator.current_accelerator() if torch.accelerator.is_available() else torch.device("cpu")
