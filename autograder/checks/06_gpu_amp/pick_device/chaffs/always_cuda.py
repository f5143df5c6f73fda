"""Your function says cuda on every machine. Not every machine has one: who is asked?"""


def pick_device():
    return torch.device("cuda")
