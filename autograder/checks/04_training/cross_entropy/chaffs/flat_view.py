"""The logits are looked at as one long row by .view, which not every tensor of that shape allows."""


def cross_entropy(logits, targets):
    n, c = logits.shape
    right = logits.view(-1)[torch.arange(n) * c + targets]
    return (logits.logsumexp(dim=1) - right).mean()
