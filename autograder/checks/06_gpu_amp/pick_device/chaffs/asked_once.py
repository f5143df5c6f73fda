"""Your code asks the machine once, when the cell runs, and repeats that answer at each call."""

if torch.cuda.is_available():
    found = torch.device("cuda")
else:
    found = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else torch.device("cpu")


def pick_device():
    return found
