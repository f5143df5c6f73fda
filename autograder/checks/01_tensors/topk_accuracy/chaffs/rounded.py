"""You round the share to a whole number or to two decimals. Rounding is for printing; return what you computed."""


def topk_accuracy(logits, labels, k):
    best = logits.topk(k, dim=1).indices
    return round((best == labels[:, None]).any(dim=1).float().mean().item(), 2)
