"""The losses of the samples were added up; their mean is asked for."""


def cross_entropy(logits, targets):
    return (logits.logsumexp(1) - logits.gather(1, targets[:, None]).squeeze(1)).sum()
