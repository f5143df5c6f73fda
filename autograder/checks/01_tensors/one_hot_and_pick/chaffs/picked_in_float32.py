"""The logits go through float32 and come back rounded: a float64 number has more digits than that. Take them as they
are, in their own dtype."""


def one_hot(labels, num_classes):
    return (labels[:, None] == torch.arange(num_classes)).long()


def pick(logits, labels):
    return logits.float().gather(1, labels[:, None]).squeeze(1).to(logits.dtype)
