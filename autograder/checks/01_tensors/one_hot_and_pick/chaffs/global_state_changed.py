"""Your function changes something that all other code shares: a random state, or a default of PyTorch's. Whoever
calls it gets other random numbers or other dtypes from then on. Leave what is global alone."""


def one_hot(labels, num_classes):
    torch.manual_seed(0)
    return (labels[:, None] == torch.arange(num_classes)).long()


def pick(logits, labels):
    torch.manual_seed(0)
    return logits.gather(1, labels[:, None]).squeeze(1)
