"""You return the largest logit of each row, whatever the label says. A model that is wrong has its largest logit
somewhere else."""


def one_hot(labels, num_classes):
    return (labels[:, None] == torch.arange(num_classes)).long()


def pick(logits, labels):
    return logits.max(dim=1).values
