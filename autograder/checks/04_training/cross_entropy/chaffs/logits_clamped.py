"""The logits were limited before the exponential. The loss is finite then, but it is that of other logits."""


def cross_entropy(logits, targets):
    logits = logits.clamp(-80, 80)
    return (logits.logsumexp(1) - logits.gather(1, targets[:, None]).squeeze(1)).mean()
