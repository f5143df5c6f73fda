"""The first CUDA device, by its number."""


def pick_device():
    if torch.cuda.device_count() > 0 and torch.cuda.is_available():
        return torch.device("cuda", 0)
    return torch.device("cpu")
