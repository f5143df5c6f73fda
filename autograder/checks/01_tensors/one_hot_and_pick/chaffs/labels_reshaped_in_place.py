"""`unsqueeze_`, with an underscore, changes the shape of the caller's labels for good. Without the underscore you
get a new view of them."""


def one_hot(labels, num_classes):
    return (labels.unsqueeze_(1) == torch.arange(num_classes)).long()


def pick(logits, labels):
    return logits.gather(1, labels.unsqueeze_(1)).squeeze(1)
