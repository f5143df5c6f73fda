"""Your result is that of the k best *samples* of each class. The classes lie along dimension 1: along which dimension
do you rank?"""


def topk_accuracy(logits, labels, k):
    best = logits.topk(min(k, len(logits)), dim=0).indices
    return (best.T[labels] == torch.arange(len(labels))[:, None]).any(dim=1).float().mean().item()
