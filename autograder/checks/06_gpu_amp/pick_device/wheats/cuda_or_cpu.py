"""The line of a thousand scripts, which knows CUDA and the CPU."""


def pick_device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
