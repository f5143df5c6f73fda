"""The mean was taken over N · C numbers; there are N losses."""


def cross_entropy(logits, targets):
    hot = nn.functional.one_hot(targets, logits.shape[1])
    return (hot * (logits.logsumexp(1, keepdim=True) - logits)).mean()
