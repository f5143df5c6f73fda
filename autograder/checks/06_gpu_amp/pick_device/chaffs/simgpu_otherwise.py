"""Where there is no CUDA, your answer is one and the same accelerator: its name stands in your code, or the machine was
asked once, before the call. A machine may have another one, or none."""


def pick_device():
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("simgpu")
