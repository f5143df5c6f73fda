"""Your function says cuda also on a machine that has none. Who is asked, and when: at each call?"""


def pick_device():
    return torch.device("cuda")
