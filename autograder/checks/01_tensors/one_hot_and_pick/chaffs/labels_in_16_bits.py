"""one_hot compares labels and class numbers as float16, which holds no odd number above 2048: with more classes than
that, a label meets its neighbour's column."""

import torch


def one_hot(labels, num_classes):
    return (labels.half()[:, None] == torch.arange(num_classes).half()).long()


def pick(logits, labels):
    return logits[torch.arange(len(labels)), labels]
