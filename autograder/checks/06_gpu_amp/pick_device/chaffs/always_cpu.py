"""Your function says cpu also where there is CUDA. Who is asked, and when: at each call?"""


def pick_device():
    return torch.device("cpu")
