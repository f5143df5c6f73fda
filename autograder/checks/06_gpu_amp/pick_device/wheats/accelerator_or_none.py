"""The accelerator is None where there is none."""


def pick_device():
    if torch.cuda.is_available():
        return torch.device("cuda:0")
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    return torch.device("cpu") if accelerator is None else accelerator
