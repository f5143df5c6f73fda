"""The class numbers are taken for places in all logits as one long row, so all of them lie in the first row. Each
sample has its own row."""


def cross_entropy(logits, targets):
    return (logits.logsumexp(dim=1) - logits.take(targets)).mean()
