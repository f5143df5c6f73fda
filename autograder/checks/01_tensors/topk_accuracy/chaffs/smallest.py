"""Your result is that of the k *smallest* logits. Is the order ascending?"""


def topk_accuracy(logits, labels, k):
    best = logits.argsort(dim=1)[:, :k]
    return (best == labels[:, None]).any(dim=1).float().mean().item()
