"""You lose the order of large logits. A sigmoid makes all of them exactly 1: rank the logits themselves."""


def topk_accuracy(logits, labels, k):
    best = logits.sigmoid().topk(k, dim=1).indices
    return (best == labels[:, None]).any(dim=1).double().mean().item()
