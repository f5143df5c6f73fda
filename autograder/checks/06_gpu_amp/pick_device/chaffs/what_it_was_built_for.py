"""`current_accelerator()` alone, like `is_built()`, says what PyTorch was built for. Is the machine like that?"""


def pick_device():
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.accelerator.current_accelerator() or torch.device("cpu")
