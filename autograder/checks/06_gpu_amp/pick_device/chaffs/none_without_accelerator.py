"""Where there is no accelerator, torch.accelerator answers None. Which device is always there?"""


def pick_device():
    return torch.accelerator.current_accelerator(check_available=True)
