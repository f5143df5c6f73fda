"""The accelerator that PyTorch names comes first, then CUDA, then the CPU."""


def pick_device():
    if torch.accelerator.is_available():
        return torch.accelerator.current_accelerator()
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("cpu")
