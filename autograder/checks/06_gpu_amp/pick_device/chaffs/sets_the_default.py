"""The question is only which device it is: PyTorch's default device is everybody's. Who else works with it later?"""


def pick_device():
    device = torch.device("cpu")
    if torch.cuda.is_available():
        device = torch.device("cuda")
    elif torch.accelerator.is_available():
        device = torch.accelerator.current_accelerator()
    torch.set_default_device(device)
    return device
