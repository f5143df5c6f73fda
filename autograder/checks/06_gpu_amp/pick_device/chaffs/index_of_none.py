"""Devices are counted from 0. Of one GPU, and of the last of several, which index is it?"""


def pick_device():
    if torch.cuda.is_available():
        return torch.device("cuda", torch.cuda.device_count())
    return torch.device("cpu")
