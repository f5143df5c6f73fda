"""`squeeze()` drops *every* dimension of size 1, so a batch with a single row loses its batch dimension. Say which
dimension you mean."""


def one_hot(labels, num_classes):
    return (labels[:, None] == torch.arange(num_classes)).long().squeeze()


def pick(logits, labels):
    return logits.gather(1, labels[:, None]).squeeze()
