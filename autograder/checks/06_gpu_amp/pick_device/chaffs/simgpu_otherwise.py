"""Where there is no CUDA, the name of one other accelerator stands in your code. A machine may have another one, or
none."""


def pick_device():
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("simgpu")
