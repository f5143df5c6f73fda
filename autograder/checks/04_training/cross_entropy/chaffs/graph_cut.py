"""The value is right, but no gradient flows through it: the result must stay in the graph of the logits."""


def cross_entropy(logits, targets):
    rows = [torch.logsumexp(row, 0).item() - row[target].item() for row, target in zip(logits, targets)]
    return torch.tensor(sum(rows) / len(rows), dtype=logits.dtype)
