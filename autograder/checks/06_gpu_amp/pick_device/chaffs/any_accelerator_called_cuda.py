"""That there is an accelerator does not mean that it is CUDA. Which one is it?"""


def pick_device():
    return torch.device("cuda" if torch.accelerator.is_available() else "cpu")
