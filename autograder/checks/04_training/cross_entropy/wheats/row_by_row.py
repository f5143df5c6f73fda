"""A loop over the rows."""


def cross_entropy(logits, targets):
    losses = [torch.logsumexp(row, 0) - row[target] for row, target in zip(logits, targets)]
    return torch.stack(losses).mean()
