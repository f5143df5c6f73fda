"""Where there is no CUDA, one other kind of accelerator is taken to be there. Not every machine has one."""


def pick_device():
    return torch.device("cuda" if torch.cuda.is_available() else "mps")
