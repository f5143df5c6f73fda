"""Scatters ones and gathers logits, the two operations made for this."""


def one_hot(labels, num_classes):
    rows = torch.zeros(labels.shape[0], num_classes, dtype=torch.int64)
    return rows.scatter_(1, labels.unsqueeze(1), 1)


def pick(logits, labels):
    return torch.gather(logits, dim=1, index=labels.unsqueeze(1)).squeeze(1)
