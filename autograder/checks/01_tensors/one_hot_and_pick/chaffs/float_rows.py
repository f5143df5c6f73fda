"""Your rows are floats (the default of `torch.zeros` and `torch.eye`); int64 is asked for."""


def one_hot(labels, num_classes):
    return torch.eye(num_classes)[labels]


def pick(logits, labels):
    return logits.gather(1, labels[:, None]).squeeze(1)
