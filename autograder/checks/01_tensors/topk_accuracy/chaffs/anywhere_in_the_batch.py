"""Labels count that are among the best classes of *any* row. Each label belongs to its own row."""


def topk_accuracy(logits, labels, k):
    best = logits.topk(k, dim=1).indices
    return torch.isin(labels, best).float().mean().item()
