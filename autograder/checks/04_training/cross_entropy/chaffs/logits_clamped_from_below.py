"""Logits far below 0 were cut off. The loss is finite then, but it is that of other logits."""


def cross_entropy(logits, targets):
    cut = logits.clamp(min=-100)
    return (cut.logsumexp(dim=1) - cut.gather(1, targets[:, None]).squeeze(1)).mean()
