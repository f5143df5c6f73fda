"""With a single class, the dimension of the classes is lost. It stays, of length 1."""


def one_hot(labels, num_classes):
    rows = torch.eye(num_classes, dtype=torch.int64)[labels]
    return rows.squeeze(1) if num_classes == 1 else rows


def pick(logits, labels):
    return logits[torch.arange(len(labels)), labels]
