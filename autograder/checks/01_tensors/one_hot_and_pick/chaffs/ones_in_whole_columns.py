"""`rows[:, labels] = 1` writes into all rows of the columns that occur in `labels`. Each row is to have a single 1,
so pair each label with its row number."""


def one_hot(labels, num_classes):
    rows = torch.zeros(len(labels), num_classes, dtype=torch.int64)
    rows[:, labels] = 1
    return rows


def pick(logits, labels):
    return logits.gather(1, labels[:, None]).squeeze(1)
