"""The rows are right, but made with `torch.nn.functional.one_hot`, which this exercise does without. What do you
get when you compare a column of labels with a row of class numbers?"""


def one_hot(labels, num_classes):
    return torch.nn.functional.one_hot(labels, num_classes)


def pick(logits, labels):
    return logits.gather(1, labels[:, None]).squeeze(1)
