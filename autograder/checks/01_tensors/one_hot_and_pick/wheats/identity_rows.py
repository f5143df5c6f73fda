"""Takes rows of the identity matrix; picks by multiplying with them and adding up."""


def one_hot(labels, num_classes):
    return torch.eye(num_classes, dtype=torch.int64)[labels]


def pick(logits, labels):
    return (logits * one_hot(labels, logits.shape[1])).sum(dim=1)
