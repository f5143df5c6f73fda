"""The largest logit is taken off a row only where it is positive. In a row of large negative logits, all exponentials
become 0, and their logarithm is infinite."""


def cross_entropy(logits, targets):
    top = logits.amax(dim=1, keepdim=True).clamp(min=0)
    norm = top[:, 0] + (logits - top).exp().sum(dim=1).log()
    return (norm - logits.gather(1, targets[:, None])[:, 0]).mean()
