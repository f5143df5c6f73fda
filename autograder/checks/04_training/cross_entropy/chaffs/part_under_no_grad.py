"""The value is right, and a part of the gradient is missing: what is worked out under no_grad, or cut off, depends on
the logits, too."""


def cross_entropy(logits, targets):
    with torch.no_grad():
        norm = logits.logsumexp(1)
    return (norm - logits.gather(1, targets[:, None]).squeeze(1)).mean()
